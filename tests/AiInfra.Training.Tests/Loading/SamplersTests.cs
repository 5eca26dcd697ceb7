using AiInfra.Training.Loading;

namespace AiInfra.Training.Tests.Loading;

public sealed class SamplersTests
{
    private static readonly int[] s_labels = [.. Enumerable.Range(0, 1000).Select(i => i % 10 == 0 ? 1 : i % 37 == 0 ? 2 : 0)];
    private static readonly int[] s_lengths = [.. Enumerable.Range(0, 1003).Select(i => ((i * 7919) % 400) + 1)];

    private static IRowSampler Sampler(string name) => name switch
    {
        "sequential" => Samplers.Sequential(1000),
        "shuffled" => Samplers.Shuffled(1000, 3),
        "weighted" => Samplers.Weighted([.. Enumerable.Range(0, 1000).Select(i => (double)(i % 7))], 3),
        "once" => Samplers.Weighted([.. Enumerable.Range(0, 1000).Select(i => (double)(i % 7))], 3, replacement: false),
        "balanced" => Samplers.Balanced(s_labels, 3, 500),
        "stratified" => Samplers.Stratified(s_labels, 3),
        _ => Samplers.ByLength(s_lengths, 16, 3, 10),
    };

    private static long[] Epoch(IRowSampler sampler, long epoch)
    {
        long[] rows = new long[sampler.RowsInEpoch];
        sampler.Fill(epoch, 0, rows);
        return rows;
    }

    [Theory]
    [InlineData("sequential")]
    [InlineData("shuffled")]
    [InlineData("weighted")]
    [InlineData("once")]
    [InlineData("balanced")]
    [InlineData("stratified")]
    [InlineData("length")]
    public void Fill_FromAnyPlaceInAnyOrderOfEpochs_GivesTheSameRows(string name)
    {
        IRowSampler whole = Sampler(name);
        long[][] epochs = [Epoch(whole, 0), Epoch(whole, 1), Epoch(whole, 2)];
        Assert.Equal(name == "sequential", epochs[0].SequenceEqual(epochs[1]));
        IRowSampler other = Sampler(name);
        var random = new Random(1);
        for (int i = 0; i < 200; i++)
        {
            int epoch = random.Next(3), start = random.Next((int)other.RowsInEpoch), count = random.Next((int)other.RowsInEpoch - start);
            long[] rows = new long[count];
            other.Fill(epoch, start, rows);
            Assert.Equal(epochs[epoch].AsSpan(start, count).ToArray(), rows);
        }
    }

    [Theory]
    [InlineData("shuffled", 1000)]
    [InlineData("stratified", 1000)]
    [InlineData("length", 1003)]
    public void Fill_OfAWholeEpoch_HasEachRowOnce(string name, int rows) =>
        Assert.Equal(Enumerable.Range(0, rows).Select(i => (long)i), Epoch(Sampler(name), 5).Order());

    [Fact]
    public void Weighted_DrawsRowsInProportion()
    {
        IRowSampler sampler = Samplers.Weighted([1, 0, 3, 6], 11, rowsInEpoch: 100_000);
        int[] counts = new int[4];
        Array.ForEach(Epoch(sampler, 0), r => counts[r]++);
        Assert.Equal(0, counts[1]);
        Assert.All(new[] { (0, 0.1), (2, 0.3), (3, 0.6) }, c => Assert.InRange(counts[c.Item1] / 100_000.0, c.Item2 - 0.01, c.Item2 + 0.01));
    }

    [Fact]
    public void WeightedWithoutReplacement_DrawsTheHeavyFirstAndNoneTwice()
    {
        IRowSampler sampler = Samplers.Weighted([1, 0, 3], 11, rowsInEpoch: 2, replacement: false);
        long[][] epochs = [.. Enumerable.Range(0, 4000).Select(e => Epoch(sampler, e))];
        Assert.All(epochs, e => Assert.Equal([0L, 2], e.Order()));
        Assert.InRange(epochs.Count(e => e[0] == 2) / 4000.0, 0.72, 0.78);
        Assert.Throws<ArgumentException>(() => Samplers.Weighted([1, 0, 3], 11, rowsInEpoch: 3, replacement: false));
    }

    [Fact]
    public void Balanced_DrawsClassesEquallyOften()
    {
        IRowSampler sampler = Samplers.Balanced(s_labels, 5, 30_000);
        Dictionary<int, int> counts = Epoch(sampler, 0).CountBy(r => s_labels[r]).ToDictionary();
        Assert.All(counts.Values, c => Assert.InRange(c, 9_500, 10_500));
    }

    [Fact]
    public void Stratified_GivesEveryBatchTheProportionsToWithinARow()
    {
        long[] rows = Epoch(Samplers.Stratified(s_labels, 5), 2);
        Dictionary<int, int> all = s_labels.CountBy(l => l).ToDictionary();
        foreach (long[] batch in rows.Chunk(50))
        {
            Assert.All(all, c => Assert.InRange(batch.Count(r => s_labels[r] == c.Key), Math.Floor(c.Value / 20.0) - 1, Math.Ceiling(c.Value / 20.0) + 1));
        }
    }

    [Fact]
    public void ByLength_PadsLittleAndMixesBatches()
    {
        static double Padded(IEnumerable<long[]> batches) => batches.Sum(b => b.Sum(r => (double)(b.Max(o => s_lengths[o]) - s_lengths[r]))) / s_lengths.Sum();
        long[][] sorted = [.. Epoch(Samplers.ByLength(s_lengths, 16, 5), 0).Chunk(16)], shuffled = [.. Epoch(Samplers.Shuffled(s_lengths.Length, 5), 0).Chunk(16)];
        Assert.True(Padded(sorted) < 0.1 * Padded(shuffled), $"{Padded(sorted)} against {Padded(shuffled)}");
        int[] means = [.. sorted.Select(b => b.Sum(r => s_lengths[r]) / b.Length)];
        Assert.NotEqual(means.Order(), means);
    }

    [Theory]
    [InlineData(new[] { 1.0, -1 }, "row 1 is -1")]
    [InlineData(new[] { double.NaN, 1 }, "row 0 is NaN")]
    [InlineData(new[] { 0.0, 0 }, "None of 2 rows")]
    public void Weighted_ByWhatIsNoWeight_IsRefused(double[] weights, string words) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => Samplers.Weighted(weights, 1)).Message, StringComparison.Ordinal);
}
