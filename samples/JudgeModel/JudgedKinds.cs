using System.Globalization;
using AiInfra.Core.Rows;
using AiInfra.Evaluation.Predictions;

namespace JudgeModel;

/// <summary>Tells from a table's values what its models say.</summary>
internal static class JudgedKinds
{
    private const int MostClasses = 50;

    /// <param name="rows">Rows with a value in all three columns.</param>
    /// <param name="truth">The column of the true answer.</param>
    /// <param name="a">The column of the present model.</param>
    /// <param name="b">The column of the new model.</param>
    /// <param name="asked">The kind where the user named it.</param>
    /// <exception cref="UsageException">The values fit no kind, or not the one asked for; the message names column and row.</exception>
    public static (JudgedKind Kind, ClassLabels? Classes, string Understood) Of(IReadOnlyList<Row> rows, string truth, string a, string b, JudgedKind? asked)
    {
        string[] answers = Distinct(rows, truth), said = [.. Distinct(rows, a).Union(Distinct(rows, b), StringComparer.Ordinal)];
        bool numbers = AreNumbers(rows, a) && AreNumbers(rows, b);
        bool shares = numbers && rows.All(r => r[a].AsNumber() is >= 0 and <= 1 && r[b].AsNumber() is >= 0 and <= 1);
        bool numericTruth = AreNumbers(rows, truth);
        JudgedKind kind = asked
            ?? (!numbers || !numericTruth ? (numbers && (shares || answers.Length == 2) ? JudgedKind.Probabilities : JudgedKind.Classes)
                : answers.Length == 2 && shares && !said.All(answers.Contains) ? JudgedKind.Probabilities
                : answers.Length <= MostClasses && answers.Length <= (rows.Count / 2) + 1 && said.All(answers.Contains) && answers.All(IsWhole) ? JudgedKind.Classes
                : JudgedKind.Numbers);
        string[] classes = kind == JudgedKind.Classes ? Ordered([.. answers.Union(said, StringComparer.Ordinal)]) : Ordered(answers);
        switch (kind)
        {
            case JudgedKind.Probabilities:
                Require(rows, a, r => r.Kind == ValueKind.Number && r.AsNumber() is >= 0 and <= 1, "a probability is a number between 0 and 1");
                Require(rows, b, r => r.Kind == ValueKind.Number && r.AsNumber() is >= 0 and <= 1, "a probability is a number between 0 and 1");
                if (classes.Length != 2)
                {
                    throw new UsageException($"Column '{truth}' has {classes.Length} {(classes.Length == 1 ? "class" : "classes")} ({Some(classes)}); a probability a row can be judged against two. Of more classes give what the models predict as classes.");
                }

                return (kind, new ClassLabels(classes), $"Understood: '{a}' and '{b}' are probabilities of '{classes[1]}', the second of the two classes of '{truth}'.");
            case JudgedKind.Classes:
                if (answers.Length == 1)
                {
                    throw new UsageException($"Column '{truth}' is {answers[0]} in all {rows.Count} rows that could be used: there is nothing to tell apart.");
                }

                Require(rows, a, v => answers.Contains(v.ToString()) || asked is not null, $"the classes of '{truth}' are {Some(classes.Where(answers.Contains))}; a class that is never true is allowed with --kind classes");
                Require(rows, b, v => answers.Contains(v.ToString()) || asked is not null, $"the classes of '{truth}' are {Some(classes.Where(answers.Contains))}; a class that is never true is allowed with --kind classes");
                return (kind, new ClassLabels(classes), $"Understood: '{a}' and '{b}' are predicted classes, {classes.Length} of them: {Some(classes)}{(numericTruth && asked is null ? " (if they are amounts: --kind numbers)" : "")}.");
            default:
                foreach (string column in (string[])[truth, a, b])
                {
                    Require(rows, column, v => v.Kind == ValueKind.Number, "a number is needed");
                }

                return (kind, null, $"Understood: '{truth}', '{a}' and '{b}' are numbers.");
        }
    }

    private static void Require(IReadOnlyList<Row> rows, string column, Func<Value, bool> fits, string need)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            if (!fits(rows[i][column]))
            {
                throw new UsageException($"Column '{column}' is '{rows[i][column]}' in row {i + 1} of those with all three answers; {need}.");
            }
        }
    }

    private static string[] Distinct(IReadOnlyList<Row> rows, string column) => [.. rows.Select(r => r[column].ToString()).Distinct(StringComparer.Ordinal)];

    private static bool AreNumbers(IReadOnlyList<Row> rows, string column) => rows.All(r => r[column].Kind == ValueKind.Number);

    private static bool IsWhole(string number) => double.Parse(number, CultureInfo.InvariantCulture) % 1 == 0;

    private static string[] Ordered(string[] classes) => classes.All(c => double.TryParse(c, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        ? [.. classes.OrderBy(c => double.Parse(c, CultureInfo.InvariantCulture))]
        : [.. classes.Order(StringComparer.Ordinal)];

    private static string Some(IEnumerable<string> classes)
    {
        string[] all = [.. classes];
        return string.Join(", ", all.Take(8).Select(c => $"'{c}'")) + (all.Length > 8 ? $" and {all.Length - 8} more" : "");
    }
}
