-- Entry by hand, offers within the law, and what follows a hire.
set local role vivier_owner;
