"""The API's doors. Settings name these modules one by one, since the framework loads them while it loads itself."""
