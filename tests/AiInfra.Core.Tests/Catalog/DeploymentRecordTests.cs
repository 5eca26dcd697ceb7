using AiInfra.Core.Catalog;

namespace AiInfra.Core.Tests.Catalog;

public sealed class DeploymentRecordTests
{
    private static readonly DeploymentRecord s_first = new() { Name = "d", Model = "m", Champion = 1 };

    [Fact]
    public void WithTrial_OneCanary_HasTheFirstKeysUpToItsShare() =>
        Assert.Equal([new KeyRange(0, 0.25)], s_first.WithTrial(2, 0.25).Variants[1].Keys);

    [Fact]
    public void WithTrial_ManyChanges_KeepEveryKeyButThoseOfTheVersionThatChanges()
    {
        var random = new Random(7);
        DeploymentRecord record = s_first;
        for (int i = 0; i < 2000; i++)
        {
            int version = random.Next(2, 8);
            double left = 1 - record.Trials.Where(t => t.Version != version).Sum(t => t.Weight);
            double share = random.Next(4) == 0 ? 0 : Math.Max(0, Math.Min(1, random.NextDouble() * left));
            DeploymentRecord next = random.Next(5) == 0 ? record.WithoutTrial(version) : record.WithTrial(version, share);
            for (double place = 0.0005; place < 1; place += 0.001)
            {
                int was = At(record, place);
                int becomes = At(next, place);
                Assert.True(was == becomes || (was == 1 && becomes == version) || (was == version && becomes == 1), $"{place} went from {was} to {becomes} when {version} changed");
            }

            foreach (DeploymentVariant trial in next.Trials)
            {
                Assert.Equal(trial.Weight, trial.Keys.Sum(k => k.To - k.From), 1e-8);
            }

            KeyRange[] all = [.. next.Variants.SelectMany(v => v.Keys).OrderBy(k => k.From)];
            Assert.All(all.Zip(all.Skip(1)), p => Assert.True(p.First.To <= p.Second.From + 1e-12));
            Assert.Equal(1, next.Variants.Sum(v => v.Weight), 1e-8);
            record = next;
        }
    }

    [Fact]
    public void Views_SetAsBefore_AreVariants()
    {
        DeploymentRecord record = s_first with { Champion = 2, Previous = 1, Challenger = 3, ChallengerShare = 0.5 };
        Assert.Equal(["2 Champion 0.5", "3 Canary 0.5", "1 Previous 0"], record.Variants.Select(v => $"{v.Version} {v.Role} {v.Weight}"));
        Assert.Equal(VariantRole.Shadow, (record with { ChallengerShare = 0 }).Variants[1].Role);
        Assert.Empty((record with { Challenger = null, ChallengerShare = 0 }).Trials);
        Assert.Equal(record, s_first with { Champion = 2, Previous = 1, Challenger = 3, ChallengerShare = 0.5 });
        Assert.NotEqual(record, record with { ChallengerShare = 0.4 });
    }

    [Fact]
    public void ChallengerShare_NobodyOnTrial_IsRefused() => Assert.Throws<ArgumentException>(() => s_first with { ChallengerShare = 0.5 });

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void WithTrial_ShareThatIsNone_IsRefused(double share) => Assert.Throws<ArgumentException>(() => s_first.WithTrial(2, share));

    [Fact]
    public void Variants_SumOfSharesBeyondOne_IsRefusedAndSaysWhose()
    {
        var e = Assert.Throws<ArgumentException>(() => s_first.WithTrial(2, 0.7).WithTrial(3, 0.31));
        Assert.Contains("version 2 0.7, version 3 0.31", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, s_first.WithTrial(2, 0.7).WithTrial(3, 0.2).WithTrial(4, 0.1).Variants[0].Weight, 1e-9);
    }

    [Fact]
    public void Variants_TwoChampionsOrTwiceOnTrial_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => s_first with { Variants = [new(1, VariantRole.Champion), new(2, VariantRole.Champion)] });
        Assert.Throws<ArgumentException>(() => s_first with { Variants = [new(2, VariantRole.Shadow), new(2, VariantRole.Canary, 0.1)] });
    }

    private static int At(DeploymentRecord record, double place) =>
        record.Variants.FirstOrDefault(v => v.Keys.Any(k => place >= k.From && place < k.To))?.Version ?? 1;
}
