using AiInfra.Core.Rows;
using AiInfra.Evaluation;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Reports;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;
using AiInfra.Testing;

namespace ConsumerTests;

/// <summary>Tests of the model and of the data, for the build server.</summary>
public sealed class LoanQualityTests
{
    [Fact]
    public void Model_OnLabelledRows_PassesItsGateAndIsNotWorseThanBefore()
    {
        using IModel model = LoanModel.Open();
        using var answers = new RowModel(model);
        Row[] rows = LoanModel.Rows(1000, seed: 7);
        Row[] risks = answers.Predict(rows);
        EvaluationPlan plan = new EvaluationBuilder("loans").RocAuc().Accuracy().Gate(g => g.AtLeast("rocAuc", 0.9).BetterThanTrivial("accuracy")).Build();
        EvaluationReport report = new Evaluator(plan).Run(
            ClassLabels.Binary,
            rows.Zip(risks, (row, risk) => (row, Value.Of(row["defaulted"].AsBoolean() ? "1" : "0"), new[] { risk["default"].AsNumber() })));
        report.ShouldPass().ShouldBeAtLeast("accuracy", 0.85).ShouldNotRegress("Baselines/loans.json", tolerance: 0.005);
    }

    [Fact]
    public void Rows_OfThisMonth_LookLikeThoseOfTraining() =>
        LoanModel.Rows(400, seed: 2).ShouldNotHaveDrifted(LoanModel.Rows(2000, seed: 1));

    [Fact]
    public void Rows_AfterARaiseOfIncomes_AreNoticed() =>
        LoanModel.Rows(400, seed: 2, income: 55).ShouldHaveDriftedIn(LoanModel.Rows(2000, seed: 1), "income");
}
