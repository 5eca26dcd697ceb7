using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;

namespace AiInfra.Training.Models;

/// <summary>Answers in the columns that a served model has.</summary>
internal static class AnswerRows
{
    public static Row[] Of(TabularAnswer[] answers, LabelEncoder? labels)
    {
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
