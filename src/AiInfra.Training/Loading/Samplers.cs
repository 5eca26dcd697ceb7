namespace AiInfra.Training.Loading;

/// <summary>The usual ways to choose rows. All are exact at any place of any epoch from a seed alone.</summary>
public static class Samplers
{
    /// <summary>All rows as they stand.</summary>
    /// <param name="rows">How many rows there are.</param>
    public static IRowSampler Sequential(long rows) => new SequentialSampler(rows);

    /// <summary>All rows, each once, in another order each epoch. No list is held, and any place is reached at once.</summary>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="seed">Decides the orders.</param>
    public static IRowSampler Shuffled(long rows, long seed) => new ShuffledSampler(rows, seed);

    /// <summary>Rows drawn by weight.</summary>
    /// <param name="weights">A weight a row, not negative; 0 is never drawn. They need not add up to one.</param>
    /// <param name="seed">Decides what is drawn.</param>
    /// <param name="rowsInEpoch">Rows an epoch; null for as many as there are weights, or as there are weights above 0 without replacement.</param>
    /// <param name="replacement">Whether a row may be drawn again. Otherwise each epoch draws as if one after another from those left (Efraimidis and Spirakis 2006); its start takes a sort of all rows.</param>
    /// <exception cref="ArgumentException">A weight is negative or no number, all are 0, or more rows are wanted than can be drawn.</exception>
    public static IRowSampler Weighted(IReadOnlyList<double> weights, long seed, long? rowsInEpoch = null, bool replacement = true) =>
        replacement ? new DrawnSampler(weights, seed, rowsInEpoch) : new OnceDrawnSampler(weights, seed, rowsInEpoch);

    /// <summary>Rows drawn so that all classes come equally often, with replacement: for classes of very different sizes.</summary>
    /// <param name="labels">The class of each row.</param>
    /// <param name="seed">Decides what is drawn.</param>
    /// <param name="rowsInEpoch">Rows an epoch; null for as many as there are.</param>
    public static IRowSampler Balanced(IReadOnlyList<int> labels, long seed, long? rowsInEpoch = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        Dictionary<int, int> sizes = labels.CountBy(l => l).ToDictionary();
        return new DrawnSampler([.. labels.Select(l => 1.0 / sizes[l])], seed, rowsInEpoch);
    }

    /// <summary>All rows, each once, shuffled within their classes and laid out so that any stretch of an epoch, and so each batch, has the classes in the table's proportions to within a row.</summary>
    /// <param name="labels">The class of each row.</param>
    /// <param name="seed">Decides the orders.</param>
    public static IRowSampler Stratified(IReadOnlyList<int> labels, long seed) => new StratifiedSampler(labels, seed);

    /// <summary>All rows, each once, so that rows of about the same length share a batch and little is padded: shuffled, sorted by length a hundred batches at a time, and these batches shuffled.</summary>
    /// <param name="lengths">The length of each row.</param>
    /// <param name="batchSize">Rows in a batch, as the source has it.</param>
    /// <param name="seed">Decides the orders.</param>
    /// <param name="batchesInBucket">Batches sorted together: more pad less and mix less.</param>
    public static IRowSampler ByLength(IReadOnlyList<int> lengths, int batchSize, long seed, int batchesInBucket = 100) => new LengthSampler(lengths, batchSize, seed, batchesInBucket);
}
