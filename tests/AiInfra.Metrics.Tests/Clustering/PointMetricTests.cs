using AiInfra.Laws;
using AiInfra.Metrics.Clustering;
using CsCheck;

namespace AiInfra.Metrics.Tests.Clustering;

/// <summary>Values of scikit-learn 1.2.1, and plain loops.</summary>
public class PointMetricTests
{
    private static readonly double[] Points = [0, 0, 1, 0, 0, 1.5, 5, 5, 6, 5, 5, 6.5, 0, 9, 1, 8, 9, 1];
    private static readonly int[] Clusters = [0, 0, 0, 1, 1, 1, 2, 2, 3];

    [Theory]
    [InlineData(ClusterDistance.Euclidean, 0, 0.672682811314787)]
    [InlineData(ClusterDistance.Manhattan, 0, 0.6852177412376447)]
    [InlineData(ClusterDistance.Cosine, 1, 0.19918758337952663)]
    public void Silhouette_Distances_AgreeWithScikitLearn(ClusterDistance distance, double shift, double expected)
    {
        Score score = Silhouette.Of([.. Points.Select(p => p + shift)], 2, Clusters, distance);
        Assert.Equal(expected, score.Value, 1e-12);
        Assert.Equal(1, score.Undefined);
    }

    [Fact]
    public void DaviesBouldin_AgreesWithScikitLearn() => Assert.Equal(0.22942813491920386, DaviesBouldin.Of(Points, 2, Clusters).Value, 1e-12);

    [Fact]
    public void CalinskiHarabasz_AgreesWithScikitLearn() => Assert.Equal(55.98958333333333, CalinskiHarabasz.Of(Points, 2, Clusters).Value, 1e-11);

    [Fact]
    public void Silhouette_MoreRowsThanABlock_EqualsPlainLoops() => Gen.Select(Gen.Int[2, 90], Gen.Int[1, 7], Gen.Int[0, 1000]).ForAll((n, width, seed) =>
    {
        var random = new Random(seed);
        double[] points = [.. Enumerable.Range(0, n * width).Select(_ => random.NextDouble())];
        int[] clusters = [.. Enumerable.Range(0, n).Select(_ => random.Next(4))];
        double[] rows = Silhouette.Rows(points, width, clusters, threads: 3);
        Assert.Equal(Silhouette.Rows(points, width, clusters), rows);
        if (clusters.Distinct().Count() is > 1 and var k && k < n)
        {
            int i = random.Next(n);
            double Distance(int a, int b) => Math.Sqrt(Enumerable.Range(0, width).Sum(d => Math.Pow(points[(a * width) + d] - points[(b * width) + d], 2)));
            double Mean(int cluster) => Enumerable.Range(0, n).Where(j => j != i && clusters[j] == cluster).Select(j => Distance(i, j)).DefaultIfEmpty(double.NaN).Average();
            double own = Mean(clusters[i]), next = clusters.Distinct().Where(c => c != clusters[i]).Min(Mean);
            Assert.Equal(double.IsNaN(own) ? 0 : (next - own) / Math.Max(own, next), rows[i], 1e-9);
        }
        else
        {
            Assert.All(rows, r => Assert.True(double.IsNaN(r)));
        }
    });

    [Fact]
    public void All_OneCluster_UndefinedNotZero() => Assert.All(
        [Silhouette.Of([1, 2], 1, [0, 0]), DaviesBouldin.Of([1, 2], 1, [0, 0]), CalinskiHarabasz.Of([1, 2], 1, [0, 0])],
        s => Assert.True(double.IsNaN(s.Value) && s.Undefined == 2, s.Name));

    [Fact]
    public void CalinskiHarabasz_EveryClusterOnePoint_ConventionCounted()
    {
        Score score = CalinskiHarabasz.Of([1, 1, 2, 2], 1, [0, 0, 1, 1]);
        Assert.Equal((1, 4), (score.Value, score.Undefined));
    }

    [Fact]
    public void Silhouette_NaNPoint_NamesIndex() => Assert.Contains("points[2] is NaN", Assert.Throws<ArgumentException>(() => Silhouette.Of([1, 2, double.NaN], 1, [0, 1, 1])).Message);

    [Fact]
    public void Silhouette_WrongWidth_SaysBoth() => Assert.Contains("3 rows of 2 numbers but 3 numbers", Assert.Throws<ArgumentException>(() => Silhouette.Of([1, 2, 3], 2, [0, 1, 1])).Message);
}
