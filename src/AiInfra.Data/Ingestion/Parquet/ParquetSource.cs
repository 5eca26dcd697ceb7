using System.Runtime.CompilerServices;
using AiInfra.Core.Rows;
using AiInfra.Data.Columns;
using Parquet;
using Parquet.Schema;

namespace AiInfra.Data.Ingestion.Parquet;

/// <summary>Rows of a Parquet file of flat columns: numbers of any width, text, booleans, dates and times. Nested columns are an error that names them.</summary>
/// <remarks>Integers beyond 2^53 lose digits, as <see cref="Value"/> holds doubles: read such identifiers as text from another format. One row group is held in memory at a time.</remarks>
public sealed class ParquetSource : IRowSource
{
    private RowSchema? _schema;

    /// <summary>Reads a file.</summary>
    public ParquetSource(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Name = path;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public long? Length => File.Exists(Name) ? new FileInfo(Name).Length : null;

    /// <inheritdoc />
    public async ValueTask<RowSchema> GetSchemaAsync(CancellationToken cancellationToken = default)
    {
        if (_schema is { } known)
        {
            return known;
        }

        ParquetReader reader = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            return _schema = new RowSchema(Fields(reader).Select(f => new Column(f.Name, ParquetCells.Kind(f))));
        }
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<SourceBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RowSchema schema = await GetSchemaAsync(cancellationToken).ConfigureAwait(false);
        ParquetReader reader = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            DataField[] fields = Fields(reader);
            for (int g = 0; g < reader.RowGroupCount; g++)
            {
                yield return new SourceBatch(await GroupAsync(reader, g, schema, fields, cancellationToken).ConfigureAwait(false), [], 0);
            }
        }
    }

    private async Task<RowBatch> GroupAsync(ParquetReader reader, int index, RowSchema schema, DataField[] fields, CancellationToken cancellationToken)
    {
        try
        {
            using ParquetRowGroupReader group = reader.OpenRowGroupReader(index);
            var columns = new ColumnData[fields.Length];
            for (int c = 0; c < columns.Length; c++)
            {
                columns[c] = await ParquetCells.ReadAsync(group, fields[c], checked((int)group.RowCount), cancellationToken).ConfigureAwait(false);
            }

            return new RowBatch(schema, columns);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or InvalidOperationException or ArgumentException or OverflowException or IndexOutOfRangeException or NotSupportedException)
        {
            throw new IngestionException($"Row group {index} of '{Name}' cannot be read: {e.Message}", e);
        }
    }

    private DataField[] Fields(ParquetReader reader)
    {
        string[] nested = [.. reader.Schema.Fields.Where(f => f is not DataField { IsArray: false }).Select(f => f.Name)];
        return nested.Length == 0
            ? reader.Schema.DataFields
            : throw new IngestionException($"'{Name}' has nested columns ({string.Join(", ", nested)}); only flat ones can become rows. Flatten them first.");
    }

    private async Task<ParquetReader> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ParquetReader.CreateAsync(Name, null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IngestionException($"There is no file '{Name}'.", e);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new IngestionException($"'{Name}' is not a Parquet file that can be read: {e.Message}", e);
        }
    }
}
