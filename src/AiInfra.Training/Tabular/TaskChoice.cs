using System.Globalization;
using AiInfra.Core.Rows;

namespace AiInfra.Training.Tabular;

/// <summary>
/// What a column is learned as where nobody says, and which rule says so. Trainings, the learning loop and the samples ask it alike:
/// texts and booleans are classes; two whole numbers, or up to 20 that follow one another and come five times each on average, are classes; all other numbers are learned as numbers.
/// What could be either is refused.
/// </summary>
/// <param name="Task">What is learned.</param>
/// <param name="Reason">The rule, with the column's figures.</param>
public sealed record TaskChoice(ModelTask Task, string Reason)
{
    private const int FewValues = 20;
    private const int RowsOfAValue = 5;
    private const int MostClasses = 500;

    /// <summary>Decides by the values of a column; missing ones are passed over.</summary>
    /// <param name="column">Name of the column, for messages.</param>
    /// <param name="values">Its values in the training rows.</param>
    /// <param name="asked">What it is to be learned as; null lets the values decide.</param>
    /// <exception cref="TabularException">All values are missing, they could be classes as well as numbers, or there are too many for classes; the message says what to do.</exception>
    public static TaskChoice Of(string column, IEnumerable<Value> values, ModelTask? asked = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        ArgumentNullException.ThrowIfNull(values);
        var found = TargetValues.Read(values);
        if (found.Present == 0)
        {
            throw new TabularException($"Column '{column}' is missing in all {found.Rows} rows: nothing can be learned.");
        }

        if (asked is { } task)
        {
            // Numbers that hardly come twice can't be told apart as classes, whoever asks for it.
            return task == ModelTask.Regression || found.Distinct <= Math.Max(FewValues, found.Present / 2)
                ? new TaskChoice(task, "as asked")
                : throw Refused(column, found, "too many for classes", found.Numeric ? "Learn it by regression, or take another column." : "Take another column.");
        }

        return found.Kind switch
        {
            ValueKind.Boolean => new TaskChoice(ModelTask.Classification, "true and false are classes"),
            ValueKind.Number => OfNumbers(column, found),
            ValueKind.Instant => throw new TabularException($"Column '{column}' holds times such as '{found.Example}', and those are neither classes nor numbers. Take another column, or make a number of it, such as the days until then."),
            _ => OfTexts(column, found),
        };
    }

    private static TaskChoice OfTexts(string column, TargetValues found)
    {
        if (found.Numeric && found.Distinct > FewValues)
        {
            throw Refused(column, found, "texts that read as numbers, and too many to be taken for classes unasked", $"Read the column as numbers to learn how large they are, or {Ask(ModelTask.Classification)} to tell them apart.");
        }

        return found.Distinct <= Math.Max(FewValues, Math.Min(MostClasses, found.Present / 2))
            ? new TaskChoice(ModelTask.Classification, $"{Count(found.Distinct)} different texts in {Count(found.Present)} rows are classes")
            : throw Refused(column, found, "too many for classes", $"Take another column, or {Ask(ModelTask.Classification)} if they are.");
    }

    private static TaskChoice OfNumbers(string column, TargetValues found)
    {
        string range = string.Create(CultureInfo.InvariantCulture, $"from {found.Smallest:G6} to {found.Largest:G6}");
        if (found.Distinct == 1)
        {
            throw Refused(column, found, "one value only: there is nothing to tell apart", $"Check the column, or {Ask(ModelTask.Regression)} to learn that constant.");
        }

        if (!found.Whole)
        {
            return new TaskChoice(ModelTask.Regression, $"{Count(found.Distinct)} different numbers {range}, with fractions, are numbers");
        }

        if (found.Distinct == 2)
        {
            return new TaskChoice(ModelTask.Classification, string.Create(CultureInfo.InvariantCulture, $"two whole numbers, {found.Smallest:G6} and {found.Largest:G6}, are classes"));
        }

        bool close = found.Largest - found.Smallest < 2 * found.Distinct;
        if (found.Distinct <= FewValues && close)
        {
            return found.Present >= RowsOfAValue * (long)found.Distinct
                ? new TaskChoice(ModelTask.Classification, $"{Count(found.Distinct)} whole numbers {range} in {Count(found.Present)} rows are classes")
                : throw Refused(column, found, $"whole numbers {range}, classes or numbers", $"{Ask(null)}.");
        }

        return found.Distinct > FewValues / 2
            ? new TaskChoice(ModelTask.Regression, $"{Count(found.Distinct)} different whole numbers {range} are numbers")
            : throw Refused(column, found, $"few whole numbers far apart, {range}: codes or amounts", $"{Ask(null)}.");
    }

    private static TabularException Refused(string column, TargetValues found, string what, string cure) =>
        new($"Column '{column}' has {Count(found.Distinct)} different {(found.Distinct == 1 ? "value" : "values")} in {Count(found.Present)} rows with one, such as '{found.Example}': {what}. {cure}");

    private static string Ask(ModelTask? task) => task switch
    {
        null => $"Say which: {nameof(ModelTask)}.{nameof(ModelTask.Classification)} or {nameof(ModelTask.Regression)} (Classify() or Regress() where a builder asks)",
        ModelTask.Regression => $"ask for {nameof(ModelTask)}.{nameof(ModelTask.Regression)} (Regress())",
        _ => $"ask for {nameof(ModelTask)}.{nameof(ModelTask.Classification)} (Classify())",
    };

    private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
