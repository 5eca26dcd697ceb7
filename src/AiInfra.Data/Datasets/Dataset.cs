using System.Runtime.CompilerServices;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;
using AiInfra.Data.Records;

namespace AiInfra.Data.Datasets;

/// <summary>A commit of a dataset, to be read. Immutable: it stays what it is when others commit.</summary>
public sealed class Dataset
{
    private readonly DatasetRepository _repository;

    internal Dataset(DatasetRepository repository, DatasetCommit commit)
    {
        _repository = repository;
        Commit = commit;
        Schema = DatasetSchema.FromJson(commit.Schema);
    }

    /// <summary>The commit.</summary>
    public DatasetCommit Commit { get; }

    /// <summary>Name of the dataset.</summary>
    public string Name => Commit.Dataset;

    /// <summary>Columns and kinds.</summary>
    public RowSchema Schema { get; }

    /// <summary>Rows.</summary>
    public long Rows => Commit.Rows;

    /// <summary>Reads rows in order, a row group at a time (65,536 rows unless written otherwise).</summary>
    /// <param name="start">First row, from 0.</param>
    /// <param name="count">Rows at most; null reads to the end.</param>
    /// <param name="columns">Columns to read, in this order; null reads all. Others are not read from disk.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="DatasetDamagedException">A file is lost or damaged.</exception>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public async IAsyncEnumerable<RowBatch> ReadBatchesAsync(
        long start = 0, long? count = null, IReadOnlyList<string>? columns = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count ?? 0, nameof(count));
        RowSchema schema = columns is null ? Schema : new RowSchema(columns.Select(c => Schema.Columns[Schema.Require(c)]));
        long left = count ?? long.MaxValue;
        foreach (DatasetFile file in Commit.Files)
        {
            if (left <= 0)
            {
                yield break;
            }

            if (start >= file.Rows)
            {
                start -= file.Rows;
                continue;
            }

            IAsyncEnumerator<RowBatch> batches = ParquetPartReader.ReadAsync(await FileAsync(file, cancellationToken).ConfigureAwait(false), schema, start, left, cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            await using (batches.ConfigureAwait(false))
            {
                while (await NextAsync(batches, file).ConfigureAwait(false))
                {
                    left -= batches.Current.Count;
                    yield return batches.Current;
                }
            }

            start = 0;
        }
    }

    /// <summary>Reads rows in order.</summary>
    /// <param name="start">First row, from 0.</param>
    /// <param name="count">Rows at most; null reads to the end.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="DatasetDamagedException">A file is lost or damaged.</exception>
    public async IAsyncEnumerable<Row> ReadRowsAsync(long start = 0, long? count = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (RowBatch batch in ReadBatchesAsync(start, count, null, cancellationToken).ConfigureAwait(false))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                yield return batch.Row(i);
            }
        }
    }

    /// <summary>Reads records in order; columns are matched to properties by name, ignoring case, blanks and punctuation.</summary>
    /// <param name="start">First row, from 0.</param>
    /// <param name="count">Rows at most; null reads to the end.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="DatasetException">A property has no column, or a row does not fit the record.</exception>
    /// <exception cref="DatasetDamagedException">A file is lost or damaged.</exception>
    public async IAsyncEnumerable<T> ReadAsync<T>(long start = 0, long? count = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RecordShape<T> shape = RecordShape<T>.Instance;
        RecordProjection projection = Projection(shape);
        var misfits = new List<RecordMisfit>();
        await foreach (RowBatch batch in ReadBatchesAsync(start, count, projection.SourceColumns, cancellationToken).ConfigureAwait(false))
        {
            RowBatch records = projection.Apply(batch, misfits);
            if (misfits.Count > 0)
            {
                throw new DatasetException($"A row of dataset {Name} does not fit {typeof(T).Name}: column '{misfits[0].Column}': {misfits[0].Detail}.");
            }

            for (int i = 0; i < records.Count; i++)
            {
                yield return shape.Read(records, i);
            }
        }
    }

    /// <summary>Reads rows into one batch in memory, an array a column: what trainings and evaluations take.</summary>
    /// <param name="columns">Columns to read, in this order; null reads all.</param>
    /// <param name="start">First row, from 0.</param>
    /// <param name="count">Rows at most; null reads to the end.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="DatasetDamagedException">A file is lost or damaged.</exception>
    /// <exception cref="ArgumentException">There is no such column, or the rows are more than an array can hold.</exception>
    public async Task<RowBatch> ReadColumnsAsync(IReadOnlyList<string>? columns = null, long start = 0, long? count = null, CancellationToken cancellationToken = default)
    {
        long rows = Math.Min(Math.Max(0, Rows - start), count ?? long.MaxValue);
        if (rows > Array.MaxLength / 8)
        {
            throw new ArgumentException($"{rows:N0} rows do not fit into arrays; read them in batches or a range at a time.", nameof(count));
        }

        RowSchema schema = columns is null ? Schema : new RowSchema(columns.Select(c => Schema.Columns[Schema.Require(c)]));
        var all = new RowBatchConcat(schema, (int)rows);
        await foreach (RowBatch batch in ReadBatchesAsync(start, count, columns, cancellationToken).ConfigureAwait(false))
        {
            all.Add(batch);
        }

        return all.Build();
    }

    /// <summary>The summaries of all columns that the commit keeps, or null when it keeps none.</summary>
    /// <exception cref="ArtifactDamagedException">The summaries are damaged.</exception>
    public async Task<TableSummary?> ReadStatisticsAsync(CancellationToken cancellationToken = default) => Commit.Statistics is { } digest
        ? TableSummary.FromJson(await _repository.Artifacts.ReadBytesAsync(digest, cancellationToken).ConfigureAwait(false))
        : null;

    /// <summary>Checks the commit end to end: its id, every file's bytes against its digest, rows and columns against what the commit says, and the statistics.</summary>
    public Task<DatasetCheck> VerifyAsync(CancellationToken cancellationToken = default) => new DatasetVerifier(_repository, this).RunAsync(cancellationToken);

    private RecordProjection Projection<T>(RecordShape<T> shape)
    {
        try
        {
            return RecordProjection.Of(shape, Schema, $"dataset {Name}");
        }
        catch (RecordColumnException e)
        {
            throw new DatasetException(e.Message);
        }
    }

    private async Task<string> FileAsync(DatasetFile file, CancellationToken cancellationToken)
    {
        try
        {
            return await _repository.Artifacts.GetFileAsync(file.Digest, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ArtifactDamagedException or ArtifactNotFoundException)
        {
            throw new DatasetDamagedException(Commit, file, e);
        }
    }

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<RowBatch> batches, DatasetFile file)
    {
        try
        {
            return await batches.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new DatasetDamagedException(Commit, file, e);
        }
    }
}
