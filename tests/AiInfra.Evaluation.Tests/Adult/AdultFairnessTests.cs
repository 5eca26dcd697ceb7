using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Predictions;
using AiInfra.Support;

namespace AiInfra.Evaluation.Tests.Adult;

/// <summary>The figures of docs/metrics/fairness.md; -showLiveOutput prints them.</summary>
public sealed class AdultFairnessTests(AdultFairnessTests.Model model, ITestOutputHelper output) : IClassFixture<AdultFairnessTests.Model>
{
    [Fact]
    public void GroupFairness_BySexAndRace_FindsTheKnownGap()
    {
        model.SkipWithoutData();
        GroupFairness fairness = GroupFairness.By(model.Test!, "sex");
        output.WriteLine(fairness.Explain());
        output.WriteLine(GroupFairness.By(model.Test!, "race", "sex").Explain());
        Assert.Equal(ImpactFinding.Adverse, fairness.Impact.Finding);
        Assert.True(fairness.Difference(FairnessCriterion.DemographicParity).Interval!.Value.Low > 0.1);
    }

    [Theory]
    [InlineData(ThresholdConstraint.DemographicParity, "demographicParityDifference")]
    [InlineData(ThresholdConstraint.EqualOpportunity, "equalOpportunityDifference")]
    [InlineData(ThresholdConstraint.EqualizedOdds, "equalizedOddsDifference")]
    public void ThresholdOptimizer_FittedOnHalf_HoldsOnTheOtherHalf(ThresholdConstraint constraint, string disparity)
    {
        model.SkipWithoutData();
        PredictionSet fitted = Half(0), held = Half(1);
        GroupThresholds thresholds = new ThresholdOptimizer(new() { Constraint = constraint }).Fit(fitted, GroupColumn.From(fitted, "sex")).Thresholds;
        MitigationPrice price = thresholds.PriceOn(held, GroupColumn.From(held, "sex"));
        output.WriteLine($"{constraint}, {(thresholds.IsDeterministic ? "plain" : "randomised")} thresholds");
        output.WriteLine(price.Explain());
        Assert.True(price[disparity].After < 0.1 && price[disparity].After < price[disparity].Before + 0.02, price.Explain());
        Assert.InRange(price["accuracy"].Change, -0.04, 0.005);
    }

    [Fact]
    public void Reweighing_Adult_LowersTheGapForLittleAccuracy()
    {
        model.SkipWithoutData();
        PredictionSet train = model.Train!, test = model.Test!;
        GroupColumn sex = GroupColumn.From(train, "sex");
        double[] weights = Reweighing.Of(sex, train.Labels).RowWeights(sex, train.Labels);
        PredictionSet after = new AdultModel(model.TrainTable!, [], weights).Predict(model.TestTable!);
        MitigationPrice price = MitigationPrice.Between(test, after, GroupColumn.From(test, "sex"));
        output.WriteLine(price.Explain());
        Assert.True(price["demographicParityDifference"].Change < -0.03, price.Explain());
        Assert.InRange(price["accuracy"].Change, -0.03, 0.005);
    }

    private PredictionSet Half(int which) => model.Test!.Take([.. Enumerable.Range(0, model.Test!.Count).Where(i => i % 2 == which)]);

    /// <summary>A logistic regression of all columns, trained on adult.data, and its predictions on both files.</summary>
    public sealed class Model
    {
        public Model()
        {
            (TrainTable, TestTable) = (AdultTable.Read("adult.data"), AdultTable.Read("adult.test"));
            if (TrainTable is not null && TestTable is not null)
            {
                var trained = new AdultModel(TrainTable, []);
                (Train, Test) = (trained.Predict(TrainTable), trained.Predict(TestTable));
            }
        }

        internal AdultTable? TrainTable { get; }

        internal AdultTable? TestTable { get; }

        internal PredictionSet? Train { get; }

        internal PredictionSet? Test { get; }

        internal void SkipWithoutData() => SharedData.Need(Test, "data/adult.test");
    }
}
