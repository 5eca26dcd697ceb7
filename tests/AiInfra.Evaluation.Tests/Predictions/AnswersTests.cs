using AiInfra.Core.Rows;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics.Classification;

namespace AiInfra.Evaluation.Tests.Predictions;

/// <summary>Answers of a served model as columns, and as rows: the same set of predictions.</summary>
public sealed class AnswersTests
{
    private static readonly RowSchema s_said = new([new("label", ValueKind.Text), new("probability.no", ValueKind.Number), new("probability.yes", ValueKind.Number)]);
    private static readonly RowSchema s_asked = new([new("site", ValueKind.Text), new("up", ValueKind.Text), new("size", ValueKind.Number)]);

    [Fact]
    public void OfAnswers_ColumnsAndRows_GiveTheSameSet()
    {
        Row[] asked = [.. Enumerable.Range(0, 1200).Select(i => new Row(s_asked, [$"s{i % 3}", i % 10 == 9 ? Value.Missing : Value.Of(i % 3 == 0 ? "yes" : "no"), i])), ];
        Row[] said = [.. Enumerable.Range(0, 1200).Select(i => new Row(s_said, [i % 4 == 0 ? Value.Missing : Value.Of(i % 2 == 0 ? "yes" : "no"), 1 - (i % 97 / 97.0), i % 97 / 97.0]))];
        (PredictionSet rows, int without) = AnswerReader.Read(asked, "up", said);
        (PredictionSet columns, int unlabelled) = AnswerReader.Read(RowBatch.Of(asked), "up", RowBatch.Of(said));
        PredictionSet direct = PredictionSet.OfAnswers(RowBatch.Of(said), RowBatch.Of(asked)["up"], inputs: RowBatch.Of(asked).Select(["site", "size"]));
        Assert.Equal((120, 120), (without, unlabelled));
        foreach (PredictionSet set in new[] { columns, direct })
        {
            Assert.Equal(rows.Labels, set.Labels);
            Assert.Equal(rows.Predicted, set.Predicted);
            Assert.Equal(rows.Probabilities, set.Probabilities);
            Assert.Equal(rows.Score(new BrierScore()).Value, set.Score(new BrierScore()).Value);
            Assert.Equal(rows.Column("size"), set.Column("size"));
            Assert.Equal(rows.Input(17).ToString(), set.Input(17).ToString());
        }

        Assert.Equal("site=s1, size=1", rows.Input(1).ToString());
    }

    [Fact]
    public void Score_AllRowsAndAllChosenOnes_AreTheSameToTheBit()
    {
        RowBatch said = RowBatch.Of([.. Enumerable.Range(0, 1537).Select(i => new Row(s_said, [Value.Missing, 1 - (i % 89 / 89.0), i % 89 / 89.0]))]);
        PredictionSet set = PredictionSet.OfAnswers(said, TextColumn.Of([.. Enumerable.Range(0, 1537).Select(i => i % 3 == 0 ? "yes" : "no")]));
        int[] all = [.. Enumerable.Range(0, set.Count)];
        Assert.All<AiInfra.Metrics.IMetric>([new BrierScore(), new Accuracy(), new RocAuc(), new LogLoss()], m => Assert.Equal(set.Score(m, all).Value, set.Score(m).Value));
    }

    [Fact]
    public void OfAnswers_ClassThatTheModelDoesNotKnow_HasProbabilityZero()
    {
        RowBatch said = RowBatch.Of([new Row(s_said, ["no", 0.75, 0.25]), new Row(s_said, ["yes", 0.25, 0.75])]);
        PredictionSet set = PredictionSet.OfAnswers(said, TextColumn.Of(["maybe", "yes"]), new ClassLabels(["maybe", "no", "yes"]));
        Assert.Equal([0, 0.75, 0.25, 0, 0.25, 0.75], set.Probabilities);
        Assert.Equal([0, 2], set.Labels);
    }

    [Fact]
    public void OfAnswers_LabelsThatAreNumbers_AreTheClassesOfTheirText()
    {
        var schema = new RowSchema([new("probability.0", ValueKind.Number), new("probability.1", ValueKind.Number)]);
        RowBatch said = RowBatch.Of([new Row(schema, [0.25, 0.75]), new Row(schema, [0.5, 0.5])]);
        PredictionSet set = PredictionSet.OfAnswers(said, new NumberColumn([1, -0.0]));
        Assert.Equal([1, 0], set.Labels);
        Assert.Equal([1, 0], set.Predicted);
    }

    [Fact]
    public void OfAnswers_Numbers_AreReadByTheTableOfConversions()
    {
        var schema = new RowSchema([new("value", ValueKind.Number)]);
        RowBatch said = RowBatch.Of([new Row(schema, [1.5]), new Row(schema, [2.5]), new Row(schema, [3.5])]);
        Assert.Equal([1, 3], PredictionSet.OfAnswers(said, TextColumn.Of(["1", null, "3.0"])).Truth);
        Assert.Contains("row 1 is '1,5' of kind Text; a finite number", Assert.Throws<ArgumentException>(() => PredictionSet.OfAnswers(said, TextColumn.Of(["1", "1,5", "3"]))).Message);
        Assert.Contains("row 0 is '(missing)'", Assert.Throws<ArgumentException>(() => PredictionSet.OfAnswers(new RowBatch(schema, [new NumberColumn([double.NaN])]), TextColumn.Of(["1"]))).Message);
    }

    [Fact]
    public void OfAnswers_WhatDoesNotFit_NamesTheRow()
    {
        RowBatch said = RowBatch.Of([new Row(s_said, ["no", 0.75, 0.25]), new Row(s_said, ["yes", -0.25, 1.25])]);
        Assert.Contains("probability of row 1 is -0.25", Message(said, "no", "yes"));
        Assert.Contains("probability of row 1 is NaN", Message(RowBatch.Of([new Row(s_said, ["no", 0.75, 0.25]), new Row(s_said, ["no", Value.Missing, 0.5])]), "no", "yes"));
        Assert.Contains("Row 1 has the label 'maybe'", Message(said.Take([0, 0]), "no", "maybe"));
        Assert.Contains("Row 0 is predicted as 'late'", Message(RowBatch.Of([new Row(s_said, ["late", 0.75, 0.25])]), "no"));
        Assert.Contains("There is no row", Message(said.Take([0]), [null]));
        Assert.Contains("1 true values but 2 predictions", Message(said, "no"));
        Assert.Contains("probability.CLASS", Message(said.Select(["probability.no"]), "no", "no"));
    }

    private static string Message(RowBatch said, params string?[] truth) => Assert.Throws<ArgumentException>(() => PredictionSet.OfAnswers(said, TextColumn.Of(truth))).Message;
}
