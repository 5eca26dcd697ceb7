using AiInfra.Laws;
using AiInfra.Metrics.Clustering;
using CsCheck;

namespace AiInfra.Metrics.Tests.Clustering;

public class ClusterMetricTests
{
    private static readonly Gen<(int Truth, int Cluster)[]> Rows = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 4]).Array[2, 30];

    public static TheoryData<string> Names => ["ari", "rand", "homogeneity", "completeness", "v", "fm", "nmi", "ami", "purity"];

    // scikit-learn 1.2.1.
    [Theory]
    [InlineData("ari", 0.31480817497310865)]
    [InlineData("rand", 0.7692307692307693)]
    [InlineData("homogeneity", 0.6042551613405202)]
    [InlineData("completeness", 0.6152513798892869)]
    [InlineData("v", 0.6097036944878864)]
    [InlineData("v2", 0.6115417731867456)]
    [InlineData("fm", 0.46169025843831935)]
    [InlineData("nmi", 0.6097036944878865)]
    [InlineData("nmiGeometric", 0.6097284820475248)]
    [InlineData("nmiMin", 0.6152513798892869)]
    [InlineData("nmiMax", 0.6042551613405202)]
    [InlineData("ami", 0.4235716784789123)]
    [InlineData("amiMax", 0.4180050577086436)]
    public void Of_KnownPartition_AgreesWithScikitLearn(string metric, double expected) => Assert.Equal(expected, Of(metric, Classes, Clusters).Value, 1e-12);

    // What scikit-learn 1.2.1 answers on partitions at the edge, in the order of the columns below.
    [Theory]
    [InlineData(new[] { 0, 0, 0 }, new[] { 1, 1, 1 }, new double[] { 1, 1, 1, 1, 1, 1, 1, 1 })]
    [InlineData(new[] { 0, 1, 2 }, new[] { 0, 1, 2 }, new double[] { 1, 1, 1, 1, 1, 0, 1, 1 })]
    [InlineData(new[] { 0, 1, 2 }, new[] { 1, 1, 1 }, new double[] { 0, 0, 0, 1, 0, 0, 0, 0 })]
    [InlineData(new[] { 0, 0, 0 }, new[] { 0, 1, 2 }, new double[] { 0, 0, 1, 0, 0, 0, 0, 0 })]
    [InlineData(new[] { 0, 0, 1, 1 }, new[] { 0, 1, 0, 1 }, new double[] { -0.5, 1 / 3.0, 0, 0, 0, 0, 0, -0.5 })]
    public void Of_EdgePartitions_AgreeWithScikitLearn(int[] truth, int[] clusters, double[] expected)
    {
        string[] names = ["ari", "rand", "homogeneity", "completeness", "v", "fm", "nmi", "ami"];
        Assert.All(names.Zip(expected), p => Assert.True(Math.Abs(Of(p.First, truth, clusters).Value - p.Second) < 1e-12, $"{p.First}: {Of(p.First, truth, clusters).Value}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_RenamedAndShuffled_SameValue(string metric) => Rows.ForAll(rows =>
    {
        (int Truth, int Cluster)[] turned = [.. rows.Reverse()];
        double plain = Of(metric, [.. rows.Select(r => r.Truth)], [.. rows.Select(r => r.Cluster)]).Value;
        Assert.Equal(plain, Of(metric, [.. turned.Select(r => 100 - (7 * r.Truth))], [.. turned.Select(r => -r.Cluster)]).Value, 1e-9);
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_SamePartition_IsOne(string metric) => Rows.Where(r => r.Select(x => x.Truth).Distinct().Count() < r.Length).ForAll(rows =>
        Assert.Equal(1, Of(metric, [.. rows.Select(r => r.Truth)], [.. rows.Select(r => 9 - r.Truth)]).Value, 1e-9));

    [Theory]
    [InlineData("ari")]
    [InlineData("rand")]
    [InlineData("fm")]
    [InlineData("nmi")]
    [InlineData("ami")]
    [InlineData("v")]
    public void Of_SidesSwapped_SameValue(string metric) => Rows.ForAll(rows =>
    {
        int[] truth = [.. rows.Select(r => r.Truth)], clusters = [.. rows.Select(r => r.Cluster)];
        Assert.Equal(Of(metric, truth, clusters).Value, Of(metric, clusters, truth).Value, 1e-9);
    });

    [Fact]
    public void VMeasure_BetaOne_IsArithmeticNmi() => Rows.ForAll(rows =>
    {
        int[] truth = [.. rows.Select(r => r.Truth)], clusters = [.. rows.Select(r => r.Cluster)];
        Assert.Equal(NormalizedMutualInformation.Of(truth, clusters).Value, VMeasure.Of(truth, clusters).Value, 1e-9);
    });

    [Fact]
    public void RandIndex_AnyRows_IsOfAllPairs() => Rows.ForAll(rows =>
    {
        int agree = 0, pairs = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = i + 1; j < rows.Length; j++)
            {
                agree += (rows[i].Truth == rows[j].Truth) == (rows[i].Cluster == rows[j].Cluster) ? 1 : 0;
                pairs++;
            }
        }

        Assert.Equal((double)agree / pairs, Of("rand", [.. rows.Select(r => r.Truth)], [.. rows.Select(r => r.Cluster)]).Value, 1e-12);
    });

    [Fact]
    public void AdjustedMutualInformation_RandomClusters_IsZeroOnAverage()
    {
        var random = new Random(2);
        int[] truth = [.. Enumerable.Range(0, 40).Select(i => i % 4)];
        double mean = Enumerable.Range(0, 500).Average(_ => AdjustedMutualInformation.Of(truth, [.. truth.OrderBy(_ => random.Next())]).Value);
        Assert.InRange(mean, -0.01, 0.01);
    }

    [Fact]
    public void Add_WeightsAndMerge_AreRepeatedRows() => Rows.ForAll(rows =>
    {
        ClusterMetric[] whole = Fresh(), left = Fresh(), right = Fresh();
        for (int m = 0; m < whole.Length; m++)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                (i % 2 == 0 ? left : right)[m].Add(rows[i].Truth, rows[i].Cluster, i % 3);
                for (int k = 0; k < i % 3; k++)
                {
                    whole[m].Add(rows[i].Truth, rows[i].Cluster);
                }
            }

            left[m].Merge(right[m]);
            Assert.Equal(whole[m].Result().Value, left[m].Result().Value, 1e-9);
        }
    });

    [Fact]
    public void Of_Conventions_AreCounted() => Assert.Equal((1.0, 3), (AdjustedRandIndex.Of([0, 0, 0], [1, 1, 1]).Value, AdjustedRandIndex.Of([0, 0, 0], [1, 1, 1]).Undefined));

    [Fact]
    public void AdjustedMutualInformation_HalfARow_IsRefused() => Assert.Throws<ArgumentException>(() => AdjustedMutualInformation.Of([0, 1], [0, 1], weights: [0.5, 1]));

    [Fact]
    public void Of_NegativeWeight_NamesIndex() => Assert.Contains("weights[1] is -1", Assert.Throws<ArgumentException>(() => Purity.Of([0, 1], [0, 1], [1, -1])).Message);

    private static readonly int[] Classes = [0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3];

    private static readonly int[] Clusters = [5, 5, 1, 1, 1, 2, 2, 2, 2, 0, 0, 5, 5, 5];

    private static ClusterMetric[] Fresh() =>
        [new AdjustedRandIndex(), new RandIndex(), new Homogeneity(), new Completeness(), new VMeasure(2), new FowlkesMallows(), new NormalizedMutualInformation(EntropyMean.Geometric), new AdjustedMutualInformation(), new Purity()];

    private static Score Of(string metric, int[] truth, int[] clusters) => metric switch
    {
        "ari" => AdjustedRandIndex.Of(truth, clusters),
        "rand" => RandIndex.Of(truth, clusters),
        "homogeneity" => Homogeneity.Of(truth, clusters),
        "completeness" => Completeness.Of(truth, clusters),
        "v" => VMeasure.Of(truth, clusters),
        "v2" => VMeasure.Of(truth, clusters, 2),
        "fm" => FowlkesMallows.Of(truth, clusters),
        "nmi" => NormalizedMutualInformation.Of(truth, clusters),
        "nmiGeometric" => NormalizedMutualInformation.Of(truth, clusters, EntropyMean.Geometric),
        "nmiMin" => NormalizedMutualInformation.Of(truth, clusters, EntropyMean.Minimum),
        "nmiMax" => NormalizedMutualInformation.Of(truth, clusters, EntropyMean.Maximum),
        "ami" => AdjustedMutualInformation.Of(truth, clusters),
        "amiMax" => AdjustedMutualInformation.Of(truth, clusters, EntropyMean.Maximum),
        "purity" => Purity.Of(truth, clusters),
        _ => throw new ArgumentOutOfRangeException(nameof(metric)),
    };
}
