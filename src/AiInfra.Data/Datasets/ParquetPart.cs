using System.IO.Compression;
using AiInfra.Core.Rows;
using Parquet;
using Parquet.Schema;

namespace AiInfra.Data.Datasets;

/// <summary>One Parquet file being written to a temporary place. Equal rows give equal bytes: nothing of the time or the machine goes in.</summary>
internal sealed class ParquetPart : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly ParquetWriter _writer;
    private readonly ColumnBuffer[] _buffers;
    private readonly ColumnBuffer?[] _rests;
    private readonly int _groupRows;
    private int _inGroup;

    private ParquetPart(FileStream file, ParquetWriter writer, ColumnBuffer[] buffers, ColumnBuffer?[] rests, int groupRows)
    {
        _file = file;
        _writer = writer;
        _buffers = buffers;
        _rests = rests;
        _groupRows = groupRows;
    }

    public long Rows { get; private set; }

    /// <param name="schema">Columns.</param>
    /// <param name="rests">By column: whether values may come that the column cannot hold, so that a second one stands beside it.</param>
    /// <param name="groupRows">Rows of a row group.</param>
    /// <param name="folder">Where the file lies.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<ParquetPart> CreateAsync(RowSchema schema, bool[] rests, int groupRows, string? folder, CancellationToken cancellationToken)
    {
        // Four million cells a row group at most, so that a table of thousands of columns stays within some tens of megabytes.
        groupRows = Math.Clamp((4 << 20) / Math.Max(1, schema.Count), Math.Min(1024, groupRows), groupRows);
        FileStream file = Open(folder ?? Path.GetTempPath());
        try
        {
            DataField[] fields = [.. schema.Columns.Select(ParquetColumns.Field)];
            DataField?[] restFields = [.. schema.Columns.Select((c, i) => rests[i] ? ParquetColumns.RestField(c) : null)];
            var options = new ParquetOptions
            {
                CompressionMethod = CompressionMethod.Snappy,
                CompressionLevel = CompressionLevel.Fastest,
                DictionaryEncodingSampleSize = 4096,
                DictionaryEncodingThreshold = 0.5,
            };
            ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields.Concat(restFields.OfType<DataField>())), file, options, false, cancellationToken).ConfigureAwait(false);
            return new ParquetPart(file, writer, [.. fields.Select((f, i) => new ColumnBuffer(f, schema.Columns[i].Kind, groupRows))], [.. restFields.Select((f, i) => f is null ? null : new ColumnBuffer(f, schema.Columns[i].Kind == ValueKind.Number ? ValueKind.Text : ValueKind.Number, groupRows))], groupRows);
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static FileStream Open(string folder)
    {
        try
        {
            return TemporaryFile.Create(folder, ".parquet");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"No file can be written in the temporary folder '{folder}': {e.Message} Free space or name another folder (TemporaryFolder). The dataset is unchanged.", e);
        }
    }

    public async Task AppendAsync(RowBatch batch, int start, int count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            int now = Math.Min(count, _groupRows - _inGroup);
            for (int c = 0; c < _buffers.Length; c++)
            {
                _buffers[c].Add(batch.Columns[c], start, now);
                _rests[c]?.Add(ParquetColumns.Rest(batch.Columns[c].Slice(start, now)), 0, now);
            }

            _inGroup += now;
            Rows += now;
            start += now;
            count -= now;
            if (_inGroup == _groupRows)
            {
                await FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Completes the file and gives its bytes from the beginning; they vanish with the part.</summary>
    public async Task<Stream> FinishAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await _writer.DisposeAsync().ConfigureAwait(false);
        await _file.FlushAsync(cancellationToken).ConfigureAwait(false);
        _file.Position = 0;
        return _file;
    }

    /// <summary>Throws the file away. One that is given up needs no footer, and what is not on disk yet stays away: a full disk must not hide why.</summary>
    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_inGroup == 0)
        {
            return;
        }

        using ParquetRowGroupWriter group = _writer.CreateRowGroup();
        foreach (ColumnBuffer buffer in _buffers.Concat(_rests.OfType<ColumnBuffer>()))
        {
            await buffer.FlushAsync(group, cancellationToken).ConfigureAwait(false);
        }

        _inGroup = 0;
    }
}
