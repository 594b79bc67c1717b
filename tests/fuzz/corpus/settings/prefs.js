// Mozilla User Preferences
user_pref("security.tls.version.min", 3);
user_pref("a\"b", "x\\");
user_pref("c", "
