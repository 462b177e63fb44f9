// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"

#include <QtWidgets>

#include <map>
#include <set>
#include <string>
#include <vector>
