// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The model's functions are in its header; moc's are built with this file.
#include "app/account/AccountModel.h"
