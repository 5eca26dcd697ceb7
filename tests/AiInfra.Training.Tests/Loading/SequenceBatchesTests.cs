using AiInfra.Training.Loading;

namespace AiInfra.Training.Tests.Loading;

public sealed class SequenceBatchesTests
{
    [Fact]
    public void Pad_PutsEachSequenceInARow()
    {
        using Batch batch = SequenceBatches.Pad([[1, 2, 3], [4], [5, 6]], padding: 9, multiple: 4);
        Assert.Equal([3, 4], batch.Input.shape);
        Assert.Equal([1, 2, 3, 9, 4, 9, 9, 9, 5, 6, 9, 9], batch.Input.data<long>().ToArray());
        Assert.Equal([3, 1, 2], batch.Lengths!.data<long>().ToArray());
        Assert.Contains("Sequence 1", Assert.Throws<ArgumentException>(() => SequenceBatches.Pad([[1], []])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_OfManySequences_WastesLittleAndLosesNone()
    {
        var random = new Random(3);
        int[] lengths = [.. Enumerable.Range(0, 5000).Select(_ => random.Next(1, 300))];
        IReadOnlyList<IReadOnlyList<int>> rows = SequenceBatches.Fit(lengths, 512);
        Assert.Equal(Enumerable.Range(0, 5000), rows.SelectMany(r => r).Order());
        Assert.All(rows, r => Assert.InRange(r.Sum(s => lengths[s]), 1, 512));
        Assert.InRange(rows.Count, lengths.Sum() / 512.0, (lengths.Sum() / 512.0 * 1.02) + 1);
        Assert.Contains("Sequence 1 has 600 tokens", Assert.Throws<ArgumentException>(() => SequenceBatches.Fit([5, 600], 512)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pack_NumbersTheSequencesOfARow()
    {
        using Batch batch = SequenceBatches.Pack([[[1, 2, 3], [4]], [[5, 6]]], 5, padding: 9);
        Assert.Equal([1, 2, 3, 4, 9, 5, 6, 9, 9, 9], batch.Input.data<long>().ToArray());
        Assert.Equal([1, 1, 1, 2, 0, 1, 1, 0, 0, 0], batch.Segments!.data<long>().ToArray());
        Assert.Equal([4, 2], batch.Lengths!.data<long>().ToArray());
        Assert.Contains("row 0 have 6 tokens", Assert.Throws<ArgumentException>(() => SequenceBatches.Pack([[[1, 2, 3], [4, 5, 6]]], 5)).Message, StringComparison.Ordinal);
    }
}
