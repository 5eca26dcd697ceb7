using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;

namespace AiInfra.Core.Tests.Sketches;

public class RelativeQuantileSketchTests
{
    [Fact]
    public void Quantile_TenMillionLatencies_WithinOnePercentInSixteenKilobytes()
    {
        int n = Environment.GetEnvironmentVariable("AIINFRA_SOAK") == "1" ? 10_000_000 : 300_000;
        double[] x = Latencies(n, 1);
        var sketch = new RelativeQuantileSketch();
        sketch.AddRange(x);
        Array.Sort(x);
        double worst = 0;
        foreach (double p in new[] { 0.5, 0.9, 0.95, 0.99, 0.999 })
        {
            double exact = x[(long)Math.Floor(p * (n - 1))];
            worst = Math.Max(worst, Math.Abs(sketch.Quantile(p) - exact) / exact);
        }

        Assert.True(worst <= 0.01 + 1e-12 && sketch.Bytes <= 16 * 1024, $"{worst} {sketch.Bytes}");
    }

    [Fact]
    public void Merge_PartsInAnyOrder_SameQuantilesAsTheWhole()
    {
        double[] x = [.. Latencies(5000, 2), .. Latencies(5000, 3).Select(v => -v), 0, 0];
        var whole = new RelativeQuantileSketch();
        whole.AddRange(x);
        var parts = new[] { x[7000..], x[..3000], x[3000..7000] }.Select(part =>
        {
            var sketch = new RelativeQuantileSketch();
            sketch.AddRange(part);
            return sketch;
        }).ToArray();
        parts[0].Merge(parts[1]);
        parts[0].Merge(parts[2]);
        Assert.All(Enumerable.Range(0, 101), p => Assert.Equal(whole.Quantile(p / 100.0), parts[0].Quantile(p / 100.0)));
    }

    [Fact]
    public void Merge_RangeTooWide_CollapsesAsTheWholeDoes()
    {
        var whole = new RelativeQuantileSketch(0.01, 64);
        var parts = new[] { new RelativeQuantileSketch(0.01, 64), new RelativeQuantileSketch(0.01, 64) };
        for (int i = 0; i < 200; i++)
        {
            double x = Math.Exp(((i * 37) % 200) / 40.0);
            whole.Add(x);
            parts[i % 2].Add(x);
        }

        parts[1].Merge(parts[0]);
        Assert.True(whole.Collapsed > 0);
        Assert.Equal(whole.Collapsed, parts[1].Collapsed);
        Assert.Equal(Enumerable.Range(0, 101).Select(p => whole.Quantile(p / 100.0)), Enumerable.Range(0, 101).Select(p => parts[1].Quantile(p / 100.0)));
    }

    [Fact]
    public void FromBytes_ToBytes_SameSketch()
    {
        var sketch = new RelativeQuantileSketch();
        sketch.AddRange([3, 4, 5, -2, 0, 1e6]);
        RelativeQuantileSketch read = RelativeQuantileSketch.FromBytes(sketch.ToBytes());
        Assert.Equal((sketch.Count, sketch.Sum, sketch.Quantile(0.5), sketch.Quantile(0)), (read.Count, read.Sum, read.Quantile(0.5), read.Quantile(0)));
    }

    [Fact]
    public void FromBytes_CutShort_Refused()
    {
        var sketch = new RelativeQuantileSketch();
        sketch.Add(3);
        Assert.Throws<FormatException>(() => RelativeQuantileSketch.FromBytes(sketch.ToBytes().AsSpan(0, 100)));
    }

    [Fact]
    public void Add_NaN_Refused() => Assert.Throws<ArgumentException>(() => new RelativeQuantileSketch().Add(double.NaN));

    [Fact]
    public void Quantile_OfNothing_IsNaN() => Assert.Equal(double.NaN, new RelativeQuantileSketch().Quantile(0.5));

    [Fact]
    public void DistinctSketch_Merge_SameAsTheWhole()
    {
        DistinctSketch whole = new(), first = new(), second = new();
        for (int i = 0; i < 50_000; i++)
        {
            whole.Add($"user{i}");
            (i % 3 == 0 ? first : second).Add($"user{i}");
        }

        first.Merge(second);
        Assert.Equal(whole.Estimate(), first.Estimate());
        Assert.InRange(whole.Estimate(), 50_000 * (1 - (3 * DistinctSketch.StandardError)), 50_000 * (1 + (3 * DistinctSketch.StandardError)));
    }

    private static double[] Latencies(int n, ulong seed)
    {
        var random = new SplitMix64(seed);
        return [.. Enumerable.Range(0, n).Select(_ => Math.Exp((random.Next(1_000_000) + random.Next(1_000_000) + random.Next(1_000_000)) / 400_000.0) * 1e-3)];
    }
}
