-- Who receives what: contacts as rows, each with a scope.
set local role vivier_owner;
