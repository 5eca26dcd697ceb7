#pragma warning disable CS0105, IDE0005 // each document has its own usings
// <readme> docs/slices.md 2
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Slices;
// </readme>
// <readme> docs/slices.md 1
using AiInfra.Evaluation;
using AiInfra.Evaluation.Slices;
// </readme>
// <readme> docs/gates.md 3
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics.Classification;
// </readme>
// <readme> docs/gates.md 2
using AiInfra.Evaluation.Gates;
using AiInfra.Metrics;
using AiInfra.Metrics.Text;
// </readme>
// <readme> docs/gates.md 1
using AiInfra.Core.Rows;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Predictions;
// </readme>
// <readme> docs/metrics/fairness.md 1
using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Predictions;
// </readme>

namespace Docs;

/// <summary>The code of docs/slices.md, docs/metrics/fairness.md and docs/gates.md, run.</summary>
public sealed class PeopleDocTests
{
    [Fact]
    public void Slices_Plan_Runs()
    {
        PredictionSet predictions = People(out Person[] people);

        // <readme> docs/slices.md 1
        // Given: Person[] people
        EvaluationPlan plan = new EvaluationBuilder("income").Accuracy().RocAuc()
            .SliceBy("sex")                                                          // one slice a value; ranges for many numbers; missing apart
            .SliceBy("long hours", row => row["hours-per-week"].AsNumber() > 50)     // a typed predicate over the row
            .SliceWhere("age >= 60 and sex = \"Female\"")                            // text, from configuration
            .SliceBy(new RecordSlicer<Person>("senior", people, p => p.Age >= 60))   // a typed expression over your own records
            .Build();
        // </readme>

        Assert.Equal(6, new Evaluator(plan).Run(predictions).Slices.Count);
    }

    [Fact]
    public void Slices_Search_Runs()
    {
        PredictionSet predictions = People(out _);

        // <readme> docs/slices.md 2
        // Given: PredictionSet predictions
        SliceReport report = new SliceFinder().Find(predictions);
        Console.WriteLine(report.Explain());
        IReadOnlyList<string> look = report.Slices[0].Ids;
        // </readme>

        Assert.Equal(report.Slices[0].Count, look.Count);
        Assert.Contains("sex", report.Slices[0].Condition, StringComparison.Ordinal);
    }

    [Fact]
    public void Fairness_Example_Runs()
    {
        PredictionSet predictions = People(out _);

        // <readme> docs/metrics/fairness.md 1
        // Given: PredictionSet predictions
        GroupFairness fairness = GroupFairness.By(predictions, "sex");
        Disparity gap = fairness.Difference(FairnessCriterion.DemographicParity);    // value, interval, p, which groups, notes
        Console.WriteLine(fairness.Explain());
        // </readme>

        Assert.NotNull(gap.Interval);
    }

    [Fact]
    public void Gates_Example_Runs()
    {
        PredictionSet candidate = People(out _), champion = candidate;
        Func<Row, double> model = _ => 1;
        Row row = candidate.Input(0);
        Gate gate = new GateBuilder().AtLeast(new Accuracy(), 0.5).LatencyAtMost(TimeSpan.FromSeconds(1)).SizeAtMost(50_000).Build();

        // <readme> docs/gates.md 1
        // Given: Gate gate; PredictionSet candidate, champion; Func<Row, double> model; Row row
        var facts = new ModelFacts { Bytes = 48_213, Latencies = ModelFacts.Time(() => model(row)) };
        GateDecision decision = gate.Decide(candidate, champion, "v8", "v7", facts);
        // </readme>

        Assert.Equal(Verdict.Pass, decision.Verdict);
    }

    [Fact]
    public void Gates_Scores_Run()
    {
        string[] references = [.. Enumerable.Range(0, 60).Select(i => string.Join(' ', Enumerable.Range(0, 9).Select(j => $"w{((i * 7) + (j * 3)) % 40}")))];
        string[] answersOfA = [.. references.Select((r, i) => i % 3 == 0 ? r[..^4] + " no" : r)], answersOfB = [.. references.Select((r, i) => i % 5 == 0 ? r[..^4] + " no" : r)];
        var alpha = new Score("alpha", 0.8, 60, "alpha|level:nominal|version:1") { HigherIsBetter = true };

        // <readme> docs/gates.md 2
        // Given: string[] answersOfA, answersOfB, references; Score alpha
        var systemA = new Bleu();
        var systemB = new Bleu();
        systemA.AddBatch(references, answersOfA);
        systemB.AddBatch(references, answersOfB);

        Gate release = new GateBuilder()
            .AtLeast("bleu", 20, confidence: 0.95)              // the interval comes from the segments
            .NoWorseThanChampion("bleu", margin: 1)             // paired bootstrap over the same segments
            .AtLeast("alpha", 0.67)                             // a bare score: agreement of the raters
            .Build();
        GateDecision verdict = release.Decide(new ScoreSet { systemB, alpha }, new ScoreSet { systemA }, "b", "a");
        // </readme>

        Assert.Equal(Verdict.Pass, verdict.Verdict);
    }

    [Fact]
    public void Gates_Watching_Runs()
    {
        PredictionSet candidate = People(out _), champion = candidate;

        // <readme> docs/gates.md 3
        // Given: PredictionSet candidate, champion
        Gate watching = new GateBuilder()
            .BetterThanChampion(new LogLoss(), new() { Method = ComparisonMethod.Sequential })
            .Build();
        GateDecision now = watching.Decide(candidate, champion);   // all rows so far; ask again after the next
        // </readme>

        Assert.Equal(Verdict.NotEnoughEvidence, now.Verdict);
    }

    private static PredictionSet People(out Person[] people)
    {
        var random = new Random(1);
        var schema = new RowSchema([new Column("age", ValueKind.Number), new Column("sex", ValueKind.Text), new Column("hours-per-week", ValueKind.Number)]);
        Person[] all = [.. Enumerable.Range(0, 400).Select(_ => new Person(18 + random.Next(60), random.Next(2) == 0 ? "Female" : "Male", random.Next(20, 70)))];
        people = all;
        int[] truth = [.. all.Select(_ => random.Next(2))];
        double[] scores = [.. all.Select((p, i) => p.Sex == "Female" ? random.NextDouble() : truth[i] == 1 ? 0.9 : 0.1)];
        return PredictionSet.OfScores(ClassLabels.Binary, truth, scores, inputs: [.. all.Select(p => new Row(schema, [p.Age, p.Sex, p.Hours]))]);
    }

    // <readme> docs/slices.md 1
    record Person(double Age, string Sex, double Hours);
    // </readme>
}
