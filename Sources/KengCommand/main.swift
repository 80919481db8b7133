print("keng")
