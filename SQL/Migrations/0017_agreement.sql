-- What a person agreed to, who must not see them, and what two sides agreed to reveal.
set local role vivier_owner;
