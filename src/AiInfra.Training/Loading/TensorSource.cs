using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace AiInfra.Training.Loading;

/// <summary>Batches of a table in memory. The order of an epoch follows from its sampler and the epoch alone, so any position is reached at once and without reading. Owns its tensors.</summary>
public sealed class TensorSource : IBatchSource, IDisposable
{
    private readonly Tensor _input;
    private readonly Tensor? _target;
    private readonly Tensor? _weight;
    private readonly Tensor? _categories;
    private readonly Tensor? _rows;
    private readonly int _batchSize;
    private readonly IRowSampler? _sampler;
    private readonly bool _dropLast;

    /// <summary>Creates a source over tensors whose first dimension is the row.</summary>
    /// <param name="input">Input, [rows, …].</param>
    /// <param name="target">Target, [rows] or [rows, outputs].</param>
    /// <param name="batchSize">Rows in a batch; the last batch of an epoch may have fewer.</param>
    /// <param name="shuffleSeed">Seed of the order, another one each epoch; null keeps the table's order.</param>
    /// <param name="weight">Weight of each row, [rows].</param>
    /// <param name="categories">Category numbers, int64 [rows, columns].</param>
    /// <param name="dropLast">Leaves out the last batch where it is not full.</param>
    /// <param name="rows">Numbers of the rows to read, int64 [rows to read], so that several sources share one table (give each an alias of its tensors); null reads all. The weights are those of these rows.</param>
    /// <exception cref="ArgumentException">The tensors don't have the same number of rows, or there are none.</exception>
    public TensorSource(Tensor input, Tensor? target, int batchSize, long? shuffleSeed = null, Tensor? weight = null, Tensor? categories = null, bool dropLast = false, Tensor? rows = null)
        : this(input, target, batchSize, count => shuffleSeed is { } seed ? new ShuffledSampler(count, seed) : null, weight, categories, dropLast, rows)
    {
    }

    /// <summary>Creates a source that reads the rows a sampler chooses.</summary>
    /// <param name="input">Input, [rows, …].</param>
    /// <param name="target">Target, [rows] or [rows, outputs].</param>
    /// <param name="batchSize">Rows in a batch; the last batch of an epoch may have fewer.</param>
    /// <param name="sampler">Chooses among the rows, or among those of <paramref name="rows"/> by their place there.</param>
    /// <param name="weight">Weight of each row, [rows].</param>
    /// <param name="categories">Category numbers, int64 [rows, columns].</param>
    /// <param name="dropLast">Leaves out the last batch where it is not full.</param>
    /// <param name="rows">Numbers of the rows to choose from, int64; null for all.</param>
    /// <exception cref="ArgumentException">The tensors don't have the same number of rows, or there are none.</exception>
    public TensorSource(Tensor input, Tensor? target, int batchSize, IRowSampler sampler, Tensor? weight = null, Tensor? categories = null, bool dropLast = false, Tensor? rows = null)
        : this(input, target, batchSize, _ => sampler ?? throw new ArgumentNullException(nameof(sampler)), weight, categories, dropLast, rows)
    {
    }

    private TensorSource(Tensor input, Tensor? target, int batchSize, Func<long, IRowSampler?> sampler, Tensor? weight, Tensor? categories, bool dropLast, Tensor? rows)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        Rows = rows?.shape[0] ?? input.shape[0];
        if (Rows == 0)
        {
            throw new ArgumentException("There are no rows to read.", nameof(input));
        }

        CheckRows(target, nameof(target), input.shape[0]);
        CheckRows(weight, nameof(weight), Rows);
        CheckRows(categories, nameof(categories), input.shape[0]);
        _input = Keep(input)!;
        _target = Keep(target);
        _weight = Keep(weight);
        _categories = Keep(categories);
        _rows = Keep(rows);
        _batchSize = batchSize;
        _sampler = sampler(Rows);
        _dropLast = dropLast;
    }

    /// <summary>Rows.</summary>
    public long Rows { get; }

    /// <inheritdoc />
    public long? BatchesInEpoch => _dropLast ? Math.Max(1, RowsInEpoch / _batchSize) : (RowsInEpoch + _batchSize - 1) / _batchSize;

    private long RowsInEpoch => _sampler?.RowsInEpoch ?? Rows;

    /// <inheritdoc />
    public IAsyncEnumerable<Batch> ReadAsync(long epoch, long firstBatch, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        return new Reader(this, epoch, firstBatch, cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _input.Dispose();
        _target?.Dispose();
        _weight?.Dispose();
        _categories?.Dispose();
        _rows?.Dispose();
    }

    private static Tensor? Keep(Tensor? tensor) => tensor?.DetachFromDisposeScope();

    private static void CheckRows(Tensor? tensor, string name, long rows)
    {
        if (tensor is not null && tensor.shape[0] != rows)
        {
            throw new ArgumentException($"There are {rows} rows, but the {name} has {tensor.shape[0]}.", name);
        }
    }

    /// <summary>Reads without waiting: each move gives its batch at once.</summary>
    private sealed class Reader(TensorSource source, long epoch, long first, CancellationToken token) : IAsyncEnumerable<Batch>, IAsyncEnumerator<Batch>
    {
        private readonly long _batches = source.BatchesInEpoch!.Value;
        private long _next = first;
        private Batch? _current;

        public Batch Current => _current ?? throw new InvalidOperationException("The reader stands before the first batch or after the last.");

        public IAsyncEnumerator<Batch> GetAsyncEnumerator(CancellationToken cancellationToken = default) => cancellationToken == default || cancellationToken == token ? this : new Reader(source, epoch, _next, cancellationToken);

        public ValueTask<bool> MoveNextAsync()
        {
            token.ThrowIfCancellationRequested();
            _current = null;
            if (_next >= _batches)
            {
                return ValueTask.FromResult(false);
            }

            long start = _next++ * source._batchSize;
            long count = Math.Min(source._batchSize, source.RowsInEpoch - start);
            if (source._sampler is null && source._rows is null)
            {
                _current = Make(t => t.narrow(0, start, count), t => t.narrow(0, start, count), new RowRange(start, count));
                return ValueTask.FromResult(true);
            }

            // Of a table that is read in part: places in the part, and through them rows of the table.
            using Tensor? places = source._sampler is { } sampler ? Places(sampler, start, count) : null;
            Tensor rows = places is null ? source._rows!.narrow(0, start, count) : source._rows is { } part ? part.index_select(0, places) : places.alias();
            _current = Make(t => t.index_select(0, rows), t => places is null ? t.narrow(0, start, count) : t.index_select(0, places), new TensorRowIds(rows));

            return ValueTask.FromResult(true);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private Tensor Places(IRowSampler sampler, long start, long count)
        {
            Tensor places = empty([count], ScalarType.Int64);
            Span<long> rows = MemoryMarshal.Cast<byte, long>(places.bytes);
            sampler.Fill(epoch, start, rows);
            for (int i = 0; i < rows.Length; i++)
            {
                if ((ulong)rows[i] >= (ulong)source.Rows)
                {
                    throw new TrainingException($"The sampler {sampler.GetType().Name} gave row {rows[i]} for place {start + i} of epoch {epoch + 1}; the source has rows 0 to {source.Rows - 1}. Make the sampler for as many rows.");
                }
            }

            return places;
        }

        private Batch Make(Func<Tensor, Tensor> take, Func<Tensor, Tensor> takeWeight, IReadOnlyList<long> ids) => new(
            take(source._input),
            source._target is { } target ? take(target) : null,
            source._weight is { } weight ? takeWeight(weight) : null,
            source._categories is { } categories ? take(categories) : null) { RowIds = ids };
    }
}
