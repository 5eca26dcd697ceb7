using AiInfra.Core.Rows;
using AiInfra.Images.Decoding;

namespace AiInfra.Images.Sources;

/// <summary>Images and their classes. Nothing is decoded.</summary>
public sealed class ImageSet
{
    private static readonly string[] s_endings = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp"];

    private ImageSet(IReadOnlyList<ImageFile> files, IReadOnlyList<string> classes, int otherFiles)
    {
        Files = files;
        Classes = classes;
        OtherFiles = otherFiles;
    }

    /// <summary>The images; their places are the row numbers of batches.</summary>
    public IReadOnlyList<ImageFile> Files { get; }

    /// <summary>Names of the classes by their numbers; empty without.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Files that were left out as their names do not end as images do.</summary>
    public int OtherFiles { get; }

    /// <summary>A folder with a folder a class, each with images, also in folders of it. Classes and images are in the order of their names (ordinal), the same on every machine.</summary>
    /// <exception cref="ImageException">There is no such folder, no class, or a class without an image.</exception>
    public static ImageSet FromFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
        {
            throw new ImageException($"There is no folder {folder}.");
        }

        string[] classes = [.. Directory.EnumerateDirectories(folder).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];
        var files = new List<ImageFile>();
        int others = Directory.EnumerateFiles(folder).Count();
        for (int c = 0; c < classes.Length; c++)
        {
            string[] all = [.. Directory.EnumerateFiles(Path.Combine(folder, classes[c]), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
            string[] images = [.. all.Where(f => s_endings.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase))];
            others += all.Length - images.Length;
            if (images.Length == 0)
            {
                throw new ImageException($"The folder {Path.Combine(folder, classes[c])} has no image ({string.Join(", ", s_endings)}), so class '{classes[c]}' could not be learned. Add images or remove the folder.");
            }

            files.AddRange(images.Select(f => new ImageFile(f, c)));
        }

        return classes.Length > 0
            ? new ImageSet(files, classes, others)
            : throw new ImageException($"The folder {folder} has no folders in it; one a class is expected. For images without folders of classes there is {nameof(FromRows)}.");
    }

    /// <summary>A column of paths and, where there is one, a column of classes.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="pathColumn">Column of paths.</param>
    /// <param name="labelColumn">Column of class names; null without.</param>
    /// <param name="folder">What relative paths are relative to; null for the current directory.</param>
    /// <exception cref="ImageException">A path or class is missing.</exception>
    public static ImageSet FromRows(RowBatch rows, string pathColumn, string? labelColumn = null, string? folder = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        string?[] paths = rows.Texts(pathColumn), labels = labelColumn is null ? new string?[rows.Count] : rows.Texts(labelColumn);
        string[] classes = [.. labels.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var numbers = classes.Index().ToDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);
        var files = new ImageFile[rows.Count];
        for (int i = 0; i < files.Length; i++)
        {
            string path = paths[i] ?? throw new ImageException($"Row {i} has no path in column '{pathColumn}'.");
            if (labelColumn is not null && labels[i] is null)
            {
                throw new ImageException($"Row {i} ({path}) has no class in column '{labelColumn}'.");
            }

            files[i] = new ImageFile(Path.Combine(folder ?? "", path), labels[i] is { } label ? numbers[label] : null);
        }

        return files.Length > 0 ? new ImageSet(files, classes, 0) : throw new ImageException("There are no rows, so no images.");
    }

    /// <summary>The class of each image, for <c>Samplers.Stratified</c> and <c>Samplers.Balanced</c>.</summary>
    /// <exception cref="ImageException">The images have no classes.</exception>
    public IReadOnlyList<int> Labels() => [.. Files.Select(f => f.Label ?? throw new ImageException($"{f.Path} has no class."))];
}
