// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QListWidget>

#include <functional>

namespace weft {

/// One picture that a run made.
struct ResultPicture {
    QImage image; // once added: small where `path` has the whole
    QString caption; // "14:02 · seed 3 · Save Image"
    QString path; // empty: a preview, stored nowhere
    QString run = {}; // its id in the history; empty: none is kept
};

/// The newest results, as thumbnails. Double click or Enter opens the viewer.
class ResultsPanel : public QListWidget {
    Q_OBJECT
public:
    explicit ResultsPanel(QWidget* parent = nullptr);

    void add(ResultPicture picture);
    /// The picture of a path that was added without one.
    void setPicture(const QString& path, const QImage& picture);
    /// Forgets what is stored in that file.
    void remove(const QString& path);
    /// Says what stands below a picture, in the language of the moment; empty: what it was added with.
    void setCaptions(std::function<QString(const ResultPicture&)> captionOf) { m_captionOf = std::move(captionOf); }
    void retranslate();
    const QList<ResultPicture>& pictures() const { return m_pictures; } // newest first

Q_SIGNALS:
    void opened(int index);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void startDrag(Qt::DropActions actions) override;

private:
    QList<ResultPicture> m_pictures;
    std::function<QString(const ResultPicture&)> m_captionOf;
};

} // namespace weft
