using AiInfra.Training.Runtime;
using static TorchSharp.torch;

namespace AiInfra.Training.Loading;

/// <summary>Batches of a table in memory. The order of an epoch follows from the seed and the epoch alone, so any position is reached without reading. Owns its tensors.</summary>
public sealed class TensorSource : IBatchSource, IDisposable
{
    private readonly Tensor _input;
    private readonly Tensor? _target;
    private readonly Tensor? _weight;
    private readonly Tensor? _categories;
    private readonly Tensor? _rows;
    private readonly int _batchSize;
    private readonly long? _shuffleSeed;
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
        _shuffleSeed = shuffleSeed;
        _dropLast = dropLast;
    }

    /// <summary>Rows.</summary>
    public long Rows { get; }

    /// <inheritdoc />
    public long? BatchesInEpoch => _dropLast ? Math.Max(1, Rows / _batchSize) : (Rows + _batchSize - 1) / _batchSize;

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

    private Tensor? Permutation(long epoch)
    {
        if (_shuffleSeed is not { } seed)
        {
            return null;
        }

        using var generator = new Generator(Seeds.Of(seed, epoch));
        return randperm(Rows, dtype: ScalarType.Int64, generator: generator).DetachFromDisposeScope();
    }

    /// <summary>Reads without waiting: each move gives its batch at once.</summary>
    private sealed class Reader(TensorSource source, long epoch, long first, CancellationToken token) : IAsyncEnumerable<Batch>, IAsyncEnumerator<Batch>
    {
        private readonly long _batches = source.BatchesInEpoch!.Value;
        private Tensor? _order;
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
            long count = Math.Min(source._batchSize, source.Rows - start);
            if (source._shuffleSeed is null && source._rows is null)
            {
                _current = Make(t => t.narrow(0, start, count), t => t.narrow(0, start, count), new RowRange(start, count));
                return ValueTask.FromResult(true);
            }

            // Of a table that is read in part: places in the part, and through them rows of the table.
            _order ??= source.Permutation(epoch);
            using Tensor? places = _order?.narrow(0, start, count);
            Tensor rows = places is null ? source._rows!.narrow(0, start, count) : source._rows is { } part ? part.index_select(0, places) : places.alias();
            _current = Make(t => t.index_select(0, rows), t => places is null ? t.narrow(0, start, count) : t.index_select(0, places), new TensorRows(rows));

            return ValueTask.FromResult(true);
        }

        public ValueTask DisposeAsync()
        {
            _order?.Dispose();
            _order = null;
            return ValueTask.CompletedTask;
        }

        private Batch Make(Func<Tensor, Tensor> take, Func<Tensor, Tensor> takeWeight, IReadOnlyList<long> ids) => new(
            take(source._input),
            source._target is { } target ? take(target) : null,
            source._weight is { } weight ? takeWeight(weight) : null,
            source._categories is { } categories ? take(categories) : null) { RowIds = ids };
    }
}
