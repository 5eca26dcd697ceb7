using AiInfra.Core.Rows;

namespace AiInfra.Testing.Tests;

public sealed class DriftAssertionsTests
{
    private static readonly RowSchema Schema = new([new("age", ValueKind.Number), new("city", ValueKind.Text), new("at", ValueKind.Instant)]);

    [Fact]
    public void ShouldNotHaveDrifted_SameDistribution_HoldsForManySeeds()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            Rows(600, seed).ShouldNotHaveDrifted(Rows(1000, 1000 + seed));
        }
    }

    [Fact]
    public void ShouldNotHaveDrifted_ShiftedNumber_NamesTheColumnOnly()
    {
        ModelAssertionException e = Assert.Throws<ModelAssertionException>(() => Rows(500, 1, shift: 15).ShouldNotHaveDrifted(Rows(500, 2)));
        Assert.Contains("Drift in 1 column of 3 columns", e.Message);
        Assert.Contains("age (values): median", e.Message);
    }

    [Fact]
    public void ShouldHaveDriftedIn_OtherCategories_Holds() => Rows(500, 1, cities: ["Bonn", "Oslo"]).ShouldHaveDriftedIn(Rows(500, 2), "city");

    [Fact]
    public void ShouldHaveDriftedIn_NothingChanged_Fails() =>
        Assert.Throws<ModelAssertionException>(() => Rows(500, 1).ShouldHaveDriftedIn(Rows(500, 2), "city"));

    [Fact]
    public void ShouldNotHaveDrifted_MissingValues_AreDrift()
    {
        ModelAssertionException e = Assert.Throws<ModelAssertionException>(() => Rows(500, 1, missing: 0.3).ShouldNotHaveDrifted(Rows(500, 2)));
        Assert.Contains("age (missing): share of missing values 0.0 % became", e.Message);
    }

    [Fact]
    public void ShouldNotHaveDrifted_TinyShiftInManyRows_IsNotWorthAnAlarm()
    {
        Rows(40_000, 1, shift: 1.5).ShouldNotHaveDrifted(Rows(40_000, 2));
        Assert.Throws<ModelAssertionException>(() => Rows(40_000, 1, shift: 1.5).ShouldNotHaveDrifted(Rows(40_000, 2), new DriftTolerance { LeastShift = 0 }));
    }

    [Fact]
    public void ShouldNotHaveDrifted_IgnoredColumn_IsNotCompared() =>
        Rows(500, 1, shift: 15).ShouldNotHaveDrifted(Rows(500, 2), new DriftTolerance { Ignore = ["age"] });

    [Fact]
    public void ShouldNotHaveDrifted_ColumnGoneOrNew_IsDrift()
    {
        var other = new RowSchema([new("age", ValueKind.Number), new("town", ValueKind.Text), new("at", ValueKind.Instant)]);
        Row[] current = [.. Rows(300, 1).Select(r => new Row(other, r.Values.ToArray()))];
        ModelAssertionException e = Assert.Throws<ModelAssertionException>(() => current.ShouldNotHaveDrifted(Rows(300, 2)));
        Assert.Contains("city (columns): the column is gone", e.Message);
        Assert.Contains("town (columns): the column is new", e.Message);
    }

    [Fact]
    public void ShouldNotHaveDrifted_UniqueKeys_AreNotDrift()
    {
        var keys = new RowSchema([new("key", ValueKind.Text)]);
        Row[] Keys(string prefix) => [.. Enumerable.Range(0, 200).Select(i => new Row(keys, [$"{prefix}{i}"]))];
        Keys("a").ShouldNotHaveDrifted(Keys("b"));
    }

    [Fact]
    public void Compare_NoRows_IsRefused() => Assert.Throws<ArgumentException>(() => RowDrift.Compare(Rows(10, 1), []));

    private static Row[] Rows(int count, int seed, double shift = 0, double missing = 0, string[]? cities = null)
    {
        var random = new Random(seed);
        cities ??= ["Bonn", "Kiel", "Ulm"];
        return [.. Enumerable.Range(0, count).Select(_ => new Row(Schema,
        [
            random.NextDouble() < missing ? Value.Missing : Value.Of((random.NextDouble() * 60) + shift),
            cities[random.Next(cities.Length)],
            DateTime.UnixEpoch.AddDays(random.Next(1000)),
        ]))];
    }
}
