using System.Runtime.CompilerServices;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Sources.Folders;

/// <summary>The rows of all files of a folder, file by file in the order of their names; read on, those of the files that are new.</summary>
/// <remarks>A file is taken whole and once: put files in under another name and rename them when they are complete. One that was taken and has another length now is an error.</remarks>
public sealed class FolderSource : IResumableSource
{
    private readonly string _folder;
    private readonly string _pattern;
    private readonly Func<string, IRowSource> _open;
    private readonly FolderOptions _options;

    /// <summary>Reads files of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pattern">Which files: "*.csv".</param>
    /// <param name="open">Makes the source of one file, given its path.</param>
    /// <param name="options">Folders inside, and the order; null takes the defaults.</param>
    public FolderSource(string folder, string pattern, Func<string, IRowSource> open, FolderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        ArgumentNullException.ThrowIfNull(open);
        _folder = folder;
        _pattern = pattern;
        _open = open;
        _options = options ?? new FolderOptions();
        Name = Path.Combine(folder, pattern);
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public long? Length => Directory.Exists(_folder) ? Files().Sum(f => f.Length) : null;

    /// <summary>The columns of the first file.</summary>
    /// <exception cref="IngestionException">There is no file, or the first cannot be read.</exception>
    public ValueTask<RowSchema> GetSchemaAsync(CancellationToken cancellationToken = default) =>
        _open((Files().FirstOrDefault() ?? throw NoFile()).FullName).GetSchemaAsync(cancellationToken);

    /// <inheritdoc />
    public IAsyncEnumerable<SourceBatch> ReadAsync(CancellationToken cancellationToken = default) => ReadFromAsync(null, cancellationToken);

    /// <inheritdoc />
    public IRowSource WithKinds(RequestedKinds kinds) => new FolderSource(_folder, _pattern, path => _open(path).WithKinds(kinds), _options);

    /// <inheritdoc />
    public async IAsyncEnumerable<SourceBatch> ReadFromAsync(SourcePosition? position, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        FolderPlace place = FolderPlace.Parse(position, Name, _options.InOrder);
        FileInfo[] files = Files();
        if (files.Length == 0 && position is null)
        {
            throw NoFile();
        }

        IngestionNote[] notes = Check(place, files);
        long before = 0;
        foreach (FileInfo file in files.Where(f => !place.Has(NameOf(f))))
        {
            SourceBatch? last = null;
            long length = file.Length;
            await foreach (SourceBatch batch in _open(file.FullName).ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (last is not null)
                {
                    yield return last;
                }

                last = batch with { BytesRead = before + batch.BytesRead, Notes = [.. notes, .. batch.Notes], Position = null };
                notes = [];
            }

            place = place.With(NameOf(file), length);
            before += length;
            if (last is not null)
            {
                yield return last with { Position = place.ToPosition() };
            }
        }

        if (notes.Length > 0)
        {
            yield return new SourceBatch(new RowBatch(new RowSchema([]), []), [], 0) { Notes = notes };
        }
    }

    /// <summary>Files that were taken are as they were; those that come too late for their name are told.</summary>
    private IngestionNote[] Check(FolderPlace place, FileInfo[] files)
    {
        foreach (FileInfo file in files)
        {
            if (place.Files.TryGetValue(NameOf(file), out long length) && length != file.Length)
            {
                throw new IngestionException($"'{file.FullName}' was taken with {length:N0} bytes and has {file.Length:N0} now. Files of a folder are taken once, when they are complete: put them in under another name and rename them; give new rows a file of their own. The dataset is unchanged.");
            }
        }

        int late = place.InOrder ? Math.Max(0, files.Count(f => place.Has(NameOf(f))) - place.Taken) : 0;
        return late == 0
            ? []
            : [new IngestionNote(IngestionNoteKind.Skipped, $"files whose names come before the last one taken ('{place.Files.Keys.First()}') came after it and were not taken (InOrder)") { Count = late, IsGuess = true }];
    }

    private FileInfo[] Files()
    {
        try
        {
            return [.. new DirectoryInfo(_folder).EnumerateFiles(_pattern, _options.Subfolders ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly).OrderBy(NameOf, StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException e)
        {
            throw new IngestionException($"There is no folder '{_folder}'; sought as '{Path.GetFullPath(_folder)}'.", e);
        }
    }

    private string NameOf(FileInfo file) => Path.GetRelativePath(_folder, file.FullName).Replace('\\', '/');

    private IngestionException NoFile() => new($"No file in '{_folder}' is named like '{_pattern}'. Name the folder and the pattern of its files, or wait for the first one.");
}
