using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;

namespace AiInfra.Training.Tabular;

/// <summary>Answers in the columns that a served model has: <c>value</c>, or <c>probability.CLASS</c> and <c>label</c>.</summary>
public static class AnswerRows
{
    /// <summary>A row for each answer.</summary>
    /// <param name="answers">What a model said.</param>
    /// <param name="labels">Its classes; null for a regression.</param>
    public static Row[] Of(IReadOnlyList<TabularAnswer> answers, LabelEncoder? labels)
    {
        ArgumentNullException.ThrowIfNull(answers);
        if (labels is null)
        {
            var number = new RowSchema([new Column(AnswerNames.Value, ValueKind.Number)]);
            return [.. answers.Select(a => new Row(number, [a.Value]))];
        }

        var classes = new RowSchema([
            .. labels.Classes.Select(c => new Column(AnswerNames.ProbabilityOf(c.AsText()!), ValueKind.Number)),
            new Column(AnswerNames.Label, ValueKind.Text),
        ]);
        return [.. answers.Select(a => new Row(classes, [.. a.Probabilities.Select(p => Value.Of(p)), Value.Of(a.Value.AsText()!)]))];
    }
}
