using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Predictions;

namespace AiInfra.Evaluation.Tests.Fairness;

public class MitigationTests
{
    private static readonly (PredictionSet Set, GroupColumn Groups) s_data = Data(4000, 1);

    [Fact]
    public void Reweighing_Always_WeightedBaseRatesAreEqual()
    {
        Reweighing weights = Reweighing.Of(s_data.Groups, s_data.Set.Labels);
        double[] rows = weights.RowWeights(s_data.Groups, s_data.Set.Labels);
        PredictionSet truth = PredictionSet.OfLabels(ClassLabels.Binary, s_data.Set.Labels, s_data.Set.Labels, rows);
        Assert.Equal(0, GroupFairness.Of(truth, [s_data.Groups]).Difference(FairnessCriterion.DemographicParity).Value, 1e-12);
        Assert.True(GroupFairness.Of(s_data.Set, [s_data.Groups]).Difference(FairnessCriterion.DemographicParity).Value > 0.1);
        Assert.Equal(s_data.Set.Count, rows.Sum(), 1e-6);
    }

    [Fact]
    public void Reweighing_Known_ExpectedOverObserved()
    {
        Reweighing weights = Reweighing.Of(new("g", ["a", "a", "a", "b"]), [1, 1, 0, 0]);
        Assert.Equal(3 * 2 / (4.0 * 2), weights.WeightOf("a", 1));
        Assert.Equal(1 * 2 / (4.0 * 1), weights.WeightOf("b", 0));
    }

    [Fact]
    public void Reweighing_CombinationThatDidNotOccur_SaysWhichDid() =>
        Assert.Contains("'b' with 0", Assert.Throws<ArgumentException>(() => Reweighing.Of(new("g", ["a", "a", "a", "b"]), [1, 1, 0, 0]).WeightOf("b", 1)).Message);

    [Fact]
    public void Reweighing_Json_RoundTrips()
    {
        Reweighing weights = Reweighing.Of(new("g", ["a", "a", "a", "b"]), [1, 1, 0, 0]);
        Assert.Equal(weights.ToJson(), Reweighing.FromJson(weights.ToJson()).ToJson());
    }

    [Theory]
    [InlineData(ThresholdConstraint.DemographicParity, FairnessCriterion.DemographicParity)]
    [InlineData(ThresholdConstraint.EqualOpportunity, FairnessCriterion.EqualOpportunity)]
    [InlineData(ThresholdConstraint.PredictiveEquality, FairnessCriterion.PredictiveEquality)]
    public void Fit_ContinuousScores_PlainThresholdsWithinTolerance(ThresholdConstraint constraint, FairnessCriterion criterion)
    {
        ThresholdFit fit = new ThresholdOptimizer(new() { Constraint = constraint, Fairness = new() { FewBelow = 1 } }).Fit(s_data.Set, s_data.Groups);
        Assert.True(fit.Thresholds.IsDeterministic);
        Assert.True(fit.Price.After.Difference(criterion).Value <= 0.01 + 1e-9);
        Assert.True(fit.Price.Before.Difference(criterion).Value > 0.05);
        Assert.True(fit.Price["accuracy"].After > 0.6);
    }

    [Theory]
    [InlineData(ThresholdConstraint.DemographicParity)]
    [InlineData(ThresholdConstraint.EqualOpportunity)]
    [InlineData(ThresholdConstraint.PredictiveEquality)]
    [InlineData(ThresholdConstraint.EqualizedOdds)]
    public void Fit_Randomised_ParityIsExactInExpectation(ThresholdConstraint constraint)
    {
        GroupThresholds thresholds = new ThresholdOptimizer(new() { Constraint = constraint, Randomness = ThresholdRandomness.Always }).Fit(s_data.Set, s_data.Groups).Thresholds;
        var rates = s_data.Groups.Levels.Select(g => Expected(s_data.Set, s_data.Groups, thresholds, g)).ToList();
        if (constraint == ThresholdConstraint.DemographicParity)
        {
            Assert.Equal(rates[0].Selection, rates[1].Selection, 1e-9);
        }

        if (constraint is ThresholdConstraint.EqualOpportunity or ThresholdConstraint.EqualizedOdds)
        {
            Assert.Equal(rates[0].Hits, rates[1].Hits, 1e-9);
        }

        if (constraint is ThresholdConstraint.PredictiveEquality or ThresholdConstraint.EqualizedOdds)
        {
            Assert.Equal(rates[0].Alarms, rates[1].Alarms, 1e-9);
        }
    }

    [Fact]
    public void Fit_EqualizedOdds_IsBetterThanAnswersByLotAndNearParityOnNewRows()
    {
        GroupThresholds thresholds = new ThresholdOptimizer(new() { Constraint = ThresholdConstraint.EqualizedOdds }).Fit(s_data.Set, s_data.Groups).Thresholds;
        (PredictionSet set, GroupColumn groups) = Data(8000, 2);
        MitigationPrice price = thresholds.PriceOn(set, groups);
        Assert.True(price["equalizedOddsDifference"].Before > 0.15);
        Assert.InRange(price["equalizedOddsDifference"].After, 0, 0.06);
        Assert.InRange(price["accuracy"].Change, -0.15, 0);
        Assert.True(price.AccuracyChange!.Value.Contains(price["accuracy"].Change));
    }

    // Every pair of plain thresholds with equal rates, tried out.
    [Theory]
    [InlineData(ThresholdObjective.Accuracy)]
    [InlineData(ThresholdObjective.BalancedAccuracy)]
    public void Fit_FewRows_NoPairOfPlainThresholdsIsBetter(ThresholdObjective objective)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            (PredictionSet set, GroupColumn groups) = Data(40, 100 + seed, coarse: true);
            ThresholdFit fit = new ThresholdOptimizer(new() { Randomness = ThresholdRandomness.Always, Objective = objective }).Fit(set, groups);
            double reached = Value(set, groups, fit.Thresholds, objective), best = 0;
            foreach (double a in Enumerable.Range(0, 12).Select(k => (k / 10.0) - 0.05))
            {
                foreach (double b in Enumerable.Range(0, 12).Select(k => (k / 10.0) - 0.05))
                {
                    GroupThresholds plain = fit.Thresholds with { Groups = [new("a", [new(a, 1)]), new("b", [new(b, 1)])] };
                    if (Math.Abs(Expected(set, groups, plain, "a").Selection - Expected(set, groups, plain, "b").Selection) < 1e-12)
                    {
                        best = Math.Max(best, Value(set, groups, plain, objective));
                    }
                }
            }

            Assert.True(reached >= best - 1e-9, $"seed {seed}: {reached} < {best}");
        }
    }

    [Fact]
    public void Fit_CoarseScores_LotsWhereNeeded()
    {
        // Plain thresholds select a quarter of a or a third of b; equal are only none and all.
        PredictionSet set = PredictionSet.OfScores(ClassLabels.Binary, [1, 0, 0, 0, 1, 0, 0], [0.8, 0.2, 0.2, 0.2, 0.8, 0.2, 0.2]);
        GroupColumn groups = new("g", ["a", "a", "a", "a", "b", "b", "b"]);
        Assert.False(new ThresholdOptimizer().Fit(set, groups).Thresholds.IsDeterministic);
        Assert.True(new ThresholdOptimizer(new() { Tolerance = 0.1 }).Fit(set, groups).Thresholds.IsDeterministic);
    }

    [Fact]
    public void Fit_CoarseScoresWithoutLots_SelectsNoneOrAll()
    {
        PredictionSet set = PredictionSet.OfScores(ClassLabels.Binary, [1, 0, 0, 0, 1, 0, 0], [0.8, 0.2, 0.2, 0.2, 0.8, 0.2, 0.2]);
        ThresholdFit fit = new ThresholdOptimizer(new() { Randomness = ThresholdRandomness.Never }).Fit(set, new("g", ["a", "a", "a", "a", "b", "b", "b"]));
        Assert.Equal(0, fit.Price["selectionRate"].After);
    }

    [Fact]
    public void Decide_SameRow_AlwaysAlikeAndNeverWorseWithAHigherScore()
    {
        GroupThresholds thresholds = new ThresholdOptimizer(new() { Constraint = ThresholdConstraint.EqualizedOdds }).Fit(s_data.Set, s_data.Groups).Thresholds;
        for (int i = 0; i < 500; i++)
        {
            string id = $"row-{i}";
            bool before = false;
            for (double score = 0; score <= 1; score += 0.05)
            {
                bool decision = thresholds.Decide(score, "a", id);
                Assert.Equal(decision, thresholds.Decide(score, "a", id));
                Assert.False(before && !decision);
                before = decision;
            }
        }
    }

    [Fact]
    public void RowLot_ManyIds_IsUniform()
    {
        double[] lots = [.. Enumerable.Range(0, 10_000).Select(i => RowLot.Of(1, $"{i}"))];
        Assert.InRange(lots.Average(), 0.485, 0.515);
        Assert.All(Enumerable.Range(0, 10), k => Assert.InRange(lots.Count(l => l >= k / 10.0 && l < (k + 1) / 10.0), 880, 1120));
        Assert.NotEqual(RowLot.Of(1, "x"), RowLot.Of(2, "x"));
    }

    [Fact]
    public void Json_RoundTrip_DecidesAlike()
    {
        GroupThresholds thresholds = new ThresholdOptimizer(new() { Constraint = ThresholdConstraint.EqualizedOdds }).Fit(s_data.Set, s_data.Groups).Thresholds;
        GroupThresholds read = GroupThresholds.FromJson(thresholds.ToJson());
        Assert.Equal(thresholds.Apply(s_data.Set, s_data.Groups).Predicted.ToArray(), read.Apply(s_data.Set, s_data.Groups).Predicted.ToArray());
        Assert.Contains("-Infinity", thresholds.ToJson());
    }

    [Fact]
    public void FromJson_StepsThatFall_NamesTheGroup()
    {
        GroupThresholds bad = Plain() with { Groups = [new("a", [new(0, 1), new(0.5, 0.2)])] };
        Assert.Contains("Step 1 of group 'a'", Assert.Throws<System.Text.Json.JsonException>(() => GroupThresholds.FromJson(bad.ToJson())).Message);
    }

    [Fact]
    public void Decide_UnknownGroup_ListsGroups() => Assert.Contains("Groups: a, b", Assert.Throws<ArgumentException>(() => Plain().Decide(0.5, "c")).Message);

    [Fact]
    public void Decide_ScoreNaN_Refused() => Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => Plain().Decide(double.NaN, "a")).Message);

    [Fact]
    public void Decide_LotWithoutId_AsksForIt() => Assert.Contains("give the row's id", Assert.Throws<ArgumentException>(() => Plain().Decide(0.5, "b")).Message);

    [Fact]
    public void Fit_GroupWithoutPositives_NamesItAndSaysWhatToDo()
    {
        PredictionSet set = PredictionSet.OfScores(ClassLabels.Binary, [1, 0, 0], [0.5, 0.4, 0.3]);
        Assert.Contains("Group 'b' has no positive row", Assert.Throws<ArgumentException>(() => new ThresholdOptimizer(new() { Constraint = ThresholdConstraint.EqualOpportunity }).Fit(set, new("g", ["a", "a", "b"]))).Message);
    }

    [Fact]
    public void Fit_EqualizedOddsWithoutLots_SaysWhy() =>
        Assert.Contains("randomised", Assert.Throws<ArgumentException>(() => new ThresholdOptimizer(new() { Constraint = ThresholdConstraint.EqualizedOdds, Randomness = ThresholdRandomness.Never }).Fit(s_data.Set, s_data.Groups)).Message);

    [Fact]
    public void Fit_WithoutProbabilities_SaysWhatCame() =>
        Assert.Contains("2 classes without probabilities", Assert.Throws<ArgumentException>(() => new ThresholdOptimizer().Fit(PredictionSet.OfLabels(ClassLabels.Binary, [1, 0], [1, 0]), new("g", ["a", "b"]))).Message);

    [Fact]
    public void Price_Between_CountsChangedRowsAndShowsBoth()
    {
        PredictionSet before = PredictionSet.OfLabels(ClassLabels.Binary, [1, 0, 1, 0], [1, 1, 1, 0]), after = PredictionSet.OfLabels(ClassLabels.Binary, [1, 0, 1, 0], [1, 0, 0, 0]);
        MitigationPrice price = MitigationPrice.Between(before, after, new("g", ["a", "a", "b", "b"]));
        Assert.Equal((2, 0.75, 0.75), (price.Changed, price["accuracy"].Before, price["accuracy"].After));
        Assert.Contains("2 of 4 rows are decided otherwise", price.Explain());
    }

    private static GroupThresholds Plain() => new()
    {
        Column = "g",
        Positive = "1",
        Constraint = ThresholdConstraint.DemographicParity,
        Objective = ThresholdObjective.Accuracy,
        Seed = 1,
        Rows = 2,
        Groups = [new("a", [new(0.5, 1)]), new("b", [new(0.4, 0.5), new(0.6, 1)])],
    };

    private static (double Selection, double Hits, double Alarms) Expected(PredictionSet set, GroupColumn groups, GroupThresholds thresholds, string group)
    {
        double n = 0, positives = 0, selected = 0, hits = 0;
        for (int i = 0; i < set.Count; i++)
        {
            if (groups.Values[i] == group)
            {
                double chance = thresholds.Chance(set[i].Probabilities[1], group);
                (n, selected) = (n + 1, selected + chance);
                (positives, hits) = set[i].Label == 1 ? (positives + 1, hits + chance) : (positives, hits);
            }
        }

        return (selected / n, hits / positives, (selected - hits) / (n - positives));
    }

    private static double Value(PredictionSet set, GroupColumn groups, GroupThresholds thresholds, ThresholdObjective objective)
    {
        double positives = 0, hits = 0, rejections = 0;
        for (int i = 0; i < set.Count; i++)
        {
            double chance = thresholds.Chance(set[i].Probabilities[1], groups.Values[i]);
            positives += set[i].Label;
            hits += set[i].Label * chance;
            rejections += (1 - set[i].Label) * (1 - chance);
        }

        return objective == ThresholdObjective.Accuracy ? (hits + rejections) / set.Count : ((hits / positives) + (rejections / (set.Count - positives))) / 2;
    }

    // Group b has fewer positives, and its scores are worse and lower.
    private static (PredictionSet Set, GroupColumn Groups) Data(int rows, int seed, bool coarse = false)
    {
        var random = new Random(seed);
        var truth = new int[rows];
        var scores = new double[rows];
        var groups = new string[rows];
        for (int i = 0; i < rows; i++)
        {
            bool b = i % 3 == 0;
            groups[i] = b ? "b" : "a";
            truth[i] = random.NextDouble() < (b ? 0.3 : 0.5) ? 1 : 0;
            double score = (b ? 0.25 : 0.35) + (truth[i] * (b ? 0.15 : 0.3)) + ((random.NextDouble() + random.NextDouble() - 1) * 0.35);
            scores[i] = coarse ? Math.Round(Math.Clamp(score, 0, 1), 1) : Math.Clamp(score, 0, 1);
        }

        return (PredictionSet.OfScores(ClassLabels.Binary, truth, scores), new("g", groups));
    }
}
