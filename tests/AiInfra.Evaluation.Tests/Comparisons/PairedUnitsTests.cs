using AiInfra.Evaluation.Comparisons;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Tests.Comparisons;

public class PairedUnitsTests
{
    [Fact]
    public void Compare_UnitsInAnotherOrder_ArePairedByTheirIds()
    {
        string[] ids = [.. Enumerable.Range(0, 40).Select(i => $"u{i}")];
        double[] old = [.. ids.Select((_, i) => (double)(i % 7))], better = [.. old.Select((v, i) => v + 0.1 + (0.001 * (i % 3)))];
        ModelComparison straight = ModelComparer.Compare(Marks(better, ids), Marks(old, ids));
        ModelComparison turned = ModelComparer.Compare(Marks([.. better.Reverse()], [.. ids.Reverse()]), Marks(old, ids));
        Assert.True(straight.IsShown);
        Assert.Equal((straight.PValueBetter, straight.Improvement), (turned.PValueBetter, turned.Improvement), new Near());
    }

    [Fact]
    public void Compare_IdsOnOneSideOnly_Refused() => Refused("has ids for its rows, the other has none", Marks([1, 2], ["a", "b"]), Marks([1, 2], null));

    [Fact]
    public void Compare_AnIdTwice_Refused() => Refused("the id 'a' twice", Marks([1, 2], ["a", "a"]), Marks([1, 2], ["a", "b"]));

    [Fact]
    public void Compare_OtherNumbersWithoutIds_Refused() => Refused("The candidate has 2 rows, the champion 3", Marks([1, 2], null), Marks([1, 2, 3], null));

    [Fact]
    public void Compare_OtherSignature_Refused() => Refused("both need one signature", Marks([1, 2], null), new EvidencedScore(new Score("marks", 1.5, 2, "marks|version:2"), new Evidence("rows", [1, 2])));

    [Fact]
    public void Compare_BareScores_SaysWhatIsMissing() => Refused("came without what it was made of", Marks([1, 2], null).Result(), Marks([1, 2], null));

    [Fact]
    public void Compare_UnitsWithoutValue_AreLeftOutOfBoth()
    {
        ModelComparison comparison = ModelComparer.Compare(Marks([1, double.NaN, 3, 5], ["a", "b", "c", "d"]), Marks([1, 2, double.NaN, 4], ["a", "b", "c", "e"]));
        Assert.Equal(1, comparison.Rows);
    }

    private static void Refused(string words, IScored candidate, IScored champion) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => ModelComparer.Compare(candidate, champion)).Message, StringComparison.Ordinal);

    private static EvidencedScore Marks(double[] values, string[]? ids) =>
        new(new Score("marks", values.Where(v => !double.IsNaN(v)).Average(), values.Length, "marks|version:1") { HigherIsBetter = true }, new Evidence("rows", values) { Ids = ids });

    private sealed class Near : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => Math.Abs(x.Item1 - y.Item1) < 1e-9 && Math.Abs(x.Item2 - y.Item2) < 1e-9;

        public int GetHashCode((double, double) pair) => 0;
    }
}
