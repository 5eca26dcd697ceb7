using System.Runtime.CompilerServices;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Training.Runtime;

namespace AiInfra.Training.Loading;

/// <summary>Batches of a dataset's commit, without the table in memory. An epoch takes blocks of rows in a shuffled order and mixes the rows of several blocks in full; which rows a batch has follows from the seed and its position, so a resume reads no more than the window it begins in.</summary>
/// <remarks>For an exact shuffle of all rows by number, where memory allows: <see cref="Dataset.ReadColumnsAsync"/> and <see cref="TensorSource"/>.</remarks>
public sealed class DatasetSource : IBatchSource
{
    private readonly Dataset _dataset;
    private readonly Func<RowBatch, Batch> _convert;
    private readonly DatasetSourceOptions _options;
    private readonly (long Start, int Rows)[] _blocks;

    /// <summary>Creates a source.</summary>
    /// <param name="dataset">The commit.</param>
    /// <param name="convert">Makes tensors of the columns of a batch.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">The options can't be, a column is not there, or there are no rows.</exception>
    public DatasetSource(Dataset dataset, Func<RowBatch, Batch> convert, DatasetSourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(convert);
        _dataset = dataset;
        _convert = convert;
        _options = (options ?? new DatasetSourceOptions()).Checked(nameof(options));
        foreach (string column in _options.Columns ?? [])
        {
            dataset.Schema.Require(column);
        }

        _blocks = [.. Blocks(dataset.Commit.Files.Select(f => f.Rows), _options.BlockRows)];
        if (_blocks.Length == 0)
        {
            throw new ArgumentException($"Dataset {dataset.Name} has no rows to read.", nameof(dataset));
        }
    }

    /// <inheritdoc />
    public long? BatchesInEpoch => (_dataset.Rows + _options.BatchSize - 1) / _options.BatchSize;

    /// <inheritdoc />
    public async IAsyncEnumerable<Batch> ReadAsync(long epoch, long firstBatch, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        long skip = firstBatch * _options.BatchSize;
        Permutation? order = _options.ShuffleSeed is { } seed ? new Permutation(_blocks.Length, (long)Seeds.Of(seed, epoch)) : null;

        // What a batch still wants of the next window.
        RowBatch? rest = null;
        long[] restNumbers = [];
        for (int window = 0; (long)window * _options.WindowBlocks < _blocks.Length; window++)
        {
            (long Start, int Rows)[] blocks = [.. Enumerable.Range(window * _options.WindowBlocks, Math.Min(_options.WindowBlocks, _blocks.Length - (window * _options.WindowBlocks)))
                .Select(i => _blocks[order?[i] ?? i])];
            int rows = blocks.Sum(b => b.Rows);
            if (skip >= rows)
            {
                skip -= rows;
                continue;
            }

            RowBatch read = await WindowAsync(blocks, cancellationToken).ConfigureAwait(false);
            long[] numbers = [.. blocks.SelectMany(b => Enumerable.Range(0, b.Rows).Select(i => b.Start + i))];
            Permutation? mixed = order is null ? null : new Permutation(rows, (long)Seeds.Of(_options.ShuffleSeed!.Value, epoch, window + 1));
            for (int at = (int)skip; at < rows;)
            {
                int count = Math.Min(_options.BatchSize - restNumbers.Length, rows - at);
                int[] chosen = [.. Enumerable.Range(at, count).Select(i => mixed is null ? i : (int)mixed[i])];
                RowBatch part = read.Take(chosen);
                long[] partNumbers = [.. restNumbers, .. chosen.Select(i => numbers[i])];
                rest = rest is null ? part : RowBatch.Concat(read.Schema, [rest, part]);
                at += count;
                restNumbers = partNumbers;
                if (restNumbers.Length == _options.BatchSize)
                {
                    yield return _convert(rest).Numbered(restNumbers);
                    (rest, restNumbers) = (null, []);
                }
            }

            skip = 0;
        }

        if (rest is not null)
        {
            yield return _convert(rest).Numbered(restNumbers);
        }
    }

    private static IEnumerable<(long Start, int Rows)> Blocks(IEnumerable<long> files, int blockRows)
    {
        long start = 0;
        foreach (long rows in files)
        {
            for (long at = 0; at < rows; at += blockRows)
            {
                yield return (start + at, (int)Math.Min(blockRows, rows - at));
            }

            start += rows;
        }
    }

    private async Task<RowBatch> WindowAsync((long Start, int Rows)[] blocks, CancellationToken cancellationToken)
    {
        var parts = new List<RowBatch>();
        foreach ((long start, int rows) in blocks)
        {
            await foreach (RowBatch batch in _dataset.ReadBatchesAsync(start, rows, _options.Columns, cancellationToken).ConfigureAwait(false))
            {
                parts.Add(batch);
            }
        }

        return parts.Count == 1 ? parts[0] : RowBatch.Concat(parts[0].Schema, parts);
    }
}
