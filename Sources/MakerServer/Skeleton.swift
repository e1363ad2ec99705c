import Maker
