using AiInfra.Metrics.Statistics;
using AiInfra.Metrics.Text;
using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Tests.Text;

public class TextComparisonTests
{
    private static readonly string[] s_right = [.. Enumerable.Range(0, 80).Select(i => string.Join(' ', Enumerable.Range(0, 12).Select(k => $"w{(i * 7 + k * 3) % 50}")))];

    [Fact]
    public void Of_SameSystem_NoDifferenceIsFound()
    {
        TextComparison comparison = TextComparison.Of(Noisy(3, 1), Noisy(3, 1));
        Assert.Equal((0, 1.0, 1.0), (comparison.Difference, comparison.BootstrapPValue, comparison.RandomizationPValue));
    }

    [Fact]
    public void Of_EqualNoiseOtherDraws_NoDifferenceIsClaimed() => Assert.InRange(TextComparison.Of(Noisy(3, 1), Noisy(3, 2)).RandomizationPValue, 0.02, 1);

    [Fact]
    public void Of_MuchBetterSystem_BothTestsAndTheIntervalSaySo()
    {
        TextComparison comparison = TextComparison.Of(Noisy(6, 1), Noisy(1, 2));
        Assert.True(comparison is { BootstrapPValue: < 0.01, RandomizationPValue: < 0.01, Interval.Low: > 0, Difference: > 20 }, comparison.ToString());
    }

    [Fact]
    public void Of_OtherSignature_Refused() => Assert.Throws<ArgumentException>(() => TextComparison.Of(Noisy(1, 1), new Bleu()));

    [Fact]
    public void Result_Bootstrap_IntervalHoldsTheValueAndIsSeeded()
    {
        Score first = Noisy(3, 1).Result(new BootstrapOptions { Resamples = 300 }), second = Noisy(3, 1).Result(new BootstrapOptions { Resamples = 300 });
        Assert.True(first.Interval!.Value.Contains(first.Value));
        Assert.Equal(first, second);
    }

    [Fact]
    public void Bootstrapped_SegmentsNotKept_SaysWhatToDo() =>
        Assert.Contains("KeepsSegments", Assert.Throws<InvalidOperationException>(() =>
        {
            var metric = new Bleu { KeepsSegments = false };
            metric.Add("a", "a");
            metric.Bootstrapped();
        }).Message);

    [Fact]
    public void Bootstrapped_MergedMetric_SameAsWhole()
    {
        Bleu whole = Noisy(3, 1), left = new(new() { Tokenizer = TextTokenizer.None }), right = new(new() { Tokenizer = TextTokenizer.None });
        string[] said = Said(3, 1);
        left.AddBatch(s_right[..30], said[..30]);
        right.AddBatch(s_right[30..], said[30..]);
        left.Merge(right);
        Assert.Equal(whole.Bootstrapped().Replicates, left.Bootstrapped().Replicates);
    }

    private static Bleu Noisy(int wrong, int seed)
    {
        var bleu = new Bleu(new() { Tokenizer = TextTokenizer.None });
        bleu.AddBatch(s_right, Said(wrong, seed));
        return bleu;
    }

    private static string[] Said(int wrong, int seed)
    {
        var random = new Random(seed);
        return [.. s_right.Select(r =>
        {
            string[] words = r.Split(' ');
            for (int k = 0; k < wrong; k++)
            {
                words[random.Next(words.Length)] = "x";
            }

            return string.Join(' ', words);
        })];
    }
}
