using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Datasets;

/// <summary>Takes rows and makes one commit of them. Until <see cref="CommitAsync"/> returns, nobody sees anything; disposed without it, nothing happened.</summary>
/// <remarks>Holds one row group in memory and one file on disk; finished files go to the artifact store as they fill. Not thread-safe.</remarks>
public sealed class DatasetWriter : IAsyncDisposable
{
    private readonly DatasetRepository _repository;
    private readonly DatasetWriteOptions _options;
    private readonly BatchSummary? _summary;
    private readonly List<DatasetFile> _files = [];
    private readonly bool[] _rests;
    private RowBatchBuilder? _builder;
    private ParquetPart? _part;
    private bool _committed;

    internal DatasetWriter(DatasetRepository repository, string dataset, RowSchema schema, DatasetWriteOptions options)
    {
        _repository = repository;
        _options = options;
        Dataset = dataset;
        Schema = schema;
        _rests = new bool[schema.Count];
        if (schema.Columns.FirstOrDefault(c => c.Name.EndsWith("§digits", StringComparison.Ordinal) || c.Name.EndsWith("§ticks", StringComparison.Ordinal)) is { } taken)
        {
            throw new DatasetException($"Dataset '{dataset}' cannot have a column named '{taken.Name}': names that end with §digits or §ticks are those of its files.");
        }

        _summary = options.Statistics ? new BatchSummary(schema) : null;
    }

    /// <summary>The dataset written to.</summary>
    public string Dataset { get; }

    /// <summary>The columns of the rows to write.</summary>
    public RowSchema Schema { get; }

    /// <summary>Rows taken so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Whether the commit is one that held these rows before; nothing was appended then.</summary>
    internal bool Repeated { get; private set; }

    /// <summary>Adds rows.</summary>
    /// <exception cref="DatasetException">The rows have other columns than <see cref="Schema"/>.</exception>
    public async Task AppendAsync(RowBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ThrowIfCommitted();
        await FlushBuilderAsync(cancellationToken).ConfigureAwait(false);
        await WriteAsync(batch, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds a row.</summary>
    /// <exception cref="DatasetException">The row has other columns than <see cref="Schema"/>.</exception>
    public ValueTask AppendAsync(Row row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        ThrowIfCommitted();
        RequireSchema(row.Schema);
        _builder ??= new RowBatchBuilder(Schema);
        _builder.Add(row.Values);
        return _builder.IsFull ? new ValueTask(FlushBuilderAsync(cancellationToken)) : ValueTask.CompletedTask;
    }

    /// <summary>Makes the commit and moves the branch to it, in one step.</summary>
    /// <returns>The dataset as committed. Where a replacing commit would hold exactly what the branch holds, the commit that is there.</returns>
    /// <exception cref="DatasetException">No rows were given, the columns changed and may not, or the head is not <see cref="DatasetWriteOptions.ExpectedHead"/>.</exception>
    public async Task<Dataset> CommitAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfCommitted();
        await FlushBuilderAsync(cancellationToken).ConfigureAwait(false);
        await FinishPartAsync(cancellationToken).ConfigureAwait(false);
        if (_files.Count == 0)
        {
            throw new DatasetException($"No rows were written to dataset '{Dataset}': an empty commit is refused. The dataset is unchanged.");
        }

        var maker = new CommitMaker(_repository, Dataset, Schema, _options);
        DatasetCommit commit = await maker.CommitAsync(_files, _summary?.ToSummary(), cancellationToken).ConfigureAwait(false);
        _committed = true;
        Repeated = maker.Repeated;
        return new Dataset(_repository, commit);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_part is { } part)
        {
            _part = null;
            await part.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(RowBatch batch, CancellationToken cancellationToken)
    {
        RequireSchema(batch.Schema);
        _summary?.Add(batch);
        int start = 0;
        while (start < batch.Count)
        {
            int now;
            try
            {
                now = WithoutNewRest(batch, start);
                if (now == 0)
                {
                    await FinishPartAsync(cancellationToken).ConfigureAwait(false);
                    Widen(batch, start);
                    continue;
                }

                _part ??= await ParquetPart.CreateAsync(Schema, _rests, _options.RowGroupRows, _options.TemporaryFolder, cancellationToken).ConfigureAwait(false);
                now = (int)Math.Min(now, _options.FileRows - _part.Rows);
                await _part.AppendAsync(batch, start, now, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException e)
            {
                throw Unwritten(e);
            }

            start += now;
            if (_part.Rows == _options.FileRows)
            {
                await FinishPartAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        Rows += batch.Count;
    }

    /// <summary>Rows from <paramref name="start"/> on before one that needs a column which the file does not have.</summary>
    private int WithoutNewRest(RowBatch batch, int start)
    {
        int end = batch.Count;
        for (int c = 0; c < _rests.Length; c++)
        {
            if (!_rests[c] && (batch.Columns[c] is InstantColumn || batch.Columns[c] is NumberColumn { HasDigits: true }))
            {
                int row = start;
                while (row < end && !ParquetColumns.HasRest(batch.Columns[c], row))
                {
                    row++;
                }

                end = row;
            }
        }

        return end - start;
    }

    private void Widen(RowBatch batch, int row)
    {
        for (int c = 0; c < _rests.Length; c++)
        {
            _rests[c] |= ParquetColumns.HasRest(batch.Columns[c], row);
        }
    }

    private async Task FlushBuilderAsync(CancellationToken cancellationToken)
    {
        if (_builder is { Count: > 0 } builder)
        {
            await WriteAsync(builder.Build(), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FinishPartAsync(CancellationToken cancellationToken)
    {
        if (_part is not { } part)
        {
            return;
        }

        long length;
        ArtifactDigest digest;
        try
        {
            Stream bytes = await part.FinishAsync(cancellationToken).ConfigureAwait(false);
            length = bytes.Length;
            digest = await _repository.Artifacts.PutAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or StoreException)
        {
            throw Unwritten(e);
        }

        _files.Add(new DatasetFile($"part-{_files.Count:00000}-{digest.Hex[..12]}.parquet", digest, length, part.Rows));
        _part = null;
        await part.DisposeAsync().ConfigureAwait(false);
    }

    private DatasetException Unwritten(Exception e)
    {
        string advice = e is ArtifactStoreException ? "" : $"Free space in the temporary folder '{_options.TemporaryFolder ?? Path.GetTempPath()}', or name another (TemporaryFolder). ";
        return new DatasetException($"Rows of dataset '{Dataset}' could not be written: {e.Message.TrimEnd('.')}. {advice}The dataset is unchanged.", e);
    }

    private void RequireSchema(RowSchema schema)
    {
        if (!ReferenceEquals(schema, Schema) && !schema.Equals(Schema))
        {
            throw new DatasetException($"Dataset '{Dataset}' is written with the columns ({CommitMaker.Describe(Schema)}); rows with ({CommitMaker.Describe(schema)}) came.");
        }
    }

    private void ThrowIfCommitted()
    {
        if (_committed)
        {
            throw new InvalidOperationException("The commit is made already; create another writer for more rows.");
        }
    }
}
