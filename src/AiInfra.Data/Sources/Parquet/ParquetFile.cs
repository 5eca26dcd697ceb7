using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Files;
using Parquet;
using Parquet.Schema;

namespace AiInfra.Data.Sources.Parquet;

/// <summary>An open Parquet file and the columns of it that can be read.</summary>
internal sealed class ParquetFile : IAsyncDisposable
{
    private static readonly string[] s_codecs = ["UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW"];

    private readonly string _name;
    private readonly FileStream _file;
    private readonly Dictionary<string, int> _columns;
    private readonly IReadOnlyList<(long Rows, IReadOnlyList<ParquetChunk> Chunks)> _groups;
    private readonly ParquetFeed _feed;
    private readonly ParquetReader _reader;
    private readonly Dictionary<string, DataField> _fields;

    private ParquetFile(string name, FileStream file, Dictionary<string, int> columns, IReadOnlyList<(long, IReadOnlyList<ParquetChunk>)> groups, ParquetFeed feed, ParquetReader reader)
    {
        _name = name;
        _file = file;
        _columns = columns;
        _groups = groups;
        _feed = feed;
        _reader = reader;
        _fields = reader.Schema.DataFields.ToDictionary(f => f.Name, StringComparer.Ordinal);
    }

    public required ParquetFooter Footer { get; init; }

    public int Groups => _groups.Count;

    /// <exception cref="IngestionException">There is no such file, or it is no Parquet file that can be read.</exception>
    public static async Task<ParquetFile> OpenAsync(string name, int maxRows, CancellationToken cancellationToken)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.Asynchronous);
            ParquetFooter footer = await ParquetFooter.ReadAsync(file, cancellationToken).ConfigureAwait(false);
            ParquetElement[] flat = [.. footer.Columns.Where(c => c.IsFlat && c.Name.Length > 0)];
            if (flat.GroupBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            {
                throw new InvalidDataException($"it has {twice.Count()} columns named '{twice.Key}'");
            }

            if (flat.Length == 0)
            {
                throw new InvalidDataException($"none of its columns is flat ({string.Join(", ", footer.Columns.Take(20).Select(c => $"{c.Name} {c.Words}"))}); flatten some first");
            }

            Dictionary<string, int> places = flat.Select((c, i) => (c.Name, i)).ToDictionary(c => c.Name, c => c.i, StringComparer.Ordinal);
            (long Rows, IReadOnlyList<ParquetChunk>)[] groups = [.. footer.Groups.Select((g, i) => (Rows(g.Rows, i, maxRows), Chunks(g.Chunks, flat, places, i)))];
            var feed = new ParquetFeed(file, flat, groups) { Cancellation = cancellationToken };
            ParquetReader reader = await ParquetReader.CreateAsync(feed, null, leaveStreamOpen: true, cancellationToken).ConfigureAwait(false);
            return new ParquetFile(name, file, places, groups, feed, reader) { Footer = footer };
        }
        catch (Exception e)
        {
            if (file is not null)
            {
                await file.DisposeAsync().ConfigureAwait(false);
            }

            throw e switch
            {
                OperationCanceledException => e,
                FileNotFoundException or DirectoryNotFoundException => new IngestionException(SourceFileStream.Missing(name), e),
                _ => new IngestionException($"'{name}' is not a Parquet file that can be read: {Words(e)}.", e),
            };
        }
    }

    public long RowsOf(int group) => _groups[group].Rows;

    /// <summary>The statistics of a column in all row groups; null where one has none.</summary>
    public (byte[] Low, byte[] High)[]? Ranges(ParquetElement element)
    {
        int at = _columns[element.Name];
        ParquetChunk[] chunks = [.. _groups.Where(g => g.Rows > 0).Select(g => g.Chunks[at])];
        return chunks.All(c => c is { Low: not null, High: not null }) ? [.. chunks.Select(c => (c.Low!, c.High!))] : null;
    }

    /// <exception cref="IngestionException">The column cannot be read; the message has file, row group, column and type.</exception>
    public async Task<ColumnData> ReadAsync(int group, ParquetColumn column, ParquetCells cells, CancellationToken cancellationToken)
    {
        _feed.Cancellation = cancellationToken;
        ParquetElement element = column.Element;
        ParquetChunk chunk = _groups[group].Chunks[_columns[element.Name]];
        try
        {
            using ParquetRowGroupReader reader = _reader.OpenRowGroupReader(group);
            if (column.Form == ParquetForm.Nothing)
            {
                return await cells.ReadAsync(reader, null, cancellationToken).ConfigureAwait(false);
            }

            if (chunk.Values != _groups[group].Rows)
            {
                throw new InvalidDataException($"it has {chunk.Values:N0} values, the row group {_groups[group].Rows:N0} rows");
            }

            await ParquetPages.CheckAsync(_file, element, chunk, cancellationToken).ConfigureAwait(false);
            return await cells.ReadAsync(reader, _fields[element.Name], cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            string codec = chunk.Codec >= 0 && chunk.Codec < s_codecs.Length ? s_codecs[chunk.Codec] : $"codec {chunk.Codec}";
            string why = e is InvalidDataException ? Words(e) : $"its pages ({codec}) cannot be decoded: they are damaged, or packed in a way that is not read";
            throw new IngestionException($"Column '{element.Name}' ({element.Words}) in row group {group} of '{_name}' cannot be read: {why}. Leave it out (ParquetOptions.Except), or write the file anew.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync().ConfigureAwait(false);
        await _feed.DisposeAsync().ConfigureAwait(false);
        await _file.DisposeAsync().ConfigureAwait(false);
    }

    private static string Words(Exception e) => e is InvalidDataException or IOException or UnauthorizedAccessException ? e.Message.TrimEnd('.') : "it is damaged";

    private static long Rows(long rows, int group, int maxRows) => rows >= 0 && rows <= maxRows
        ? rows
        : throw new InvalidDataException($"row group {group} has {rows:N0} rows; 0 to {maxRows:N0} can be held (ParquetOptions.MaxRowGroupRows)");

    private static ParquetChunk[] Chunks(IReadOnlyList<ParquetChunk> chunks, ParquetElement[] flat, Dictionary<string, int> places, int group)
    {
        var found = new ParquetChunk?[flat.Length];
        foreach (ParquetChunk chunk in chunks)
        {
            if (chunk.IsEncrypted)
            {
                throw new InvalidDataException("columns of it are encrypted; decrypt it first");
            }

            if (chunk.Path.Count == 1 && places.TryGetValue(chunk.Path[0], out int at))
            {
                found[at] = chunk.IsElsewhere ? throw new InvalidDataException($"column '{flat[at].Name}' lies in another file")
                    : chunk.Type != flat[at].Type ? throw new InvalidDataException($"column '{flat[at].Name}' is {flat[at].Physical} in the schema and another type in row group {group}")
                    : chunk;
            }
        }

        return [.. found.Select((chunk, i) => chunk ?? throw new InvalidDataException($"row group {group} has no column '{flat[i].Name}', which the schema has"))];
    }
}
