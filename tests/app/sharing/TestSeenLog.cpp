// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sharing/SeenLog.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

class TestSeenLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyThisUserMayRead()
    {
        const QTemporaryDir folder;
        const QDir seen(folder.filePath(QStringLiteral("seen")));
        FragmentJob job;
        job.fragment.nodes.push_back({"1", "ImageInvert", {}});
        job.inputs.push_back({imageValue({DType::F32, {1, 2, 2, 3}, SharedBytes::take(std::vector<std::uint8_t>(48))})});
        SeenLog log(seen.path());
        QVERIFY(log.add({}, job));
        const QFileInfoList files = seen.entryInfoList(QDir::Files, QDir::Name);
        QCOMPARE(files.size(), 2);
        QCOMPARE(files[0].fileName(), QStringLiteral("fragment-01-input-0.png"));
        QCOMPARE(files[1].fileName(), QStringLiteral("fragment-01.json"));
        for (const QFileInfo& file : files) {
            QVERIFY(file.size() > 0);
            QVERIFY(!(file.permissions() & (QFile::ReadGroup | QFile::ReadOther)));
        }
    }
};

QTEST_GUILESS_MAIN(TestSeenLog)
#include "TestSeenLog.moc"
