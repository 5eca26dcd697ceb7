using System.Globalization;

namespace AiInfra.Observability.Drift;

/// <summary>What the first test that could compare a column found. A test may be somebody else's code: one that throws, or gives what cannot be, is passed over for the next, so that no column is left unwatched for it.</summary>
/// <param name="Found">What was found.</param>
/// <param name="Test">Name of the test.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Faults">The tests before it, which could not compare.</param>
internal sealed record DriftComparison(DriftEvidence Found, string Test, string Title, IReadOnlyList<DriftTestFault> Faults)
{
    /// <summary>Nothing was compared.</summary>
    public static DriftComparison None { get; } = new(new(0, 1, false), ColumnDrift.NotCompared, "", []);

    /// <summary>Asks one test after the other until one can compare.</summary>
    public static DriftComparison By<TTest>(string column, ReadOnlySpan<TTest> tests, Func<TTest, DriftEvidence> compare)
        where TTest : IDriftTest
    {
        List<DriftTestFault> faults = [];
        for (int i = 0; i < tests.Length; i++)
        {
            TTest test = tests[i];
            if (WasAsked(tests[..i], test))
            {
                continue;
            }

            try
            {
                DriftEvidence found = compare(test);
                if (Impossible(found) is not { } why)
                {
                    return new(found, test.Name, test.Title ?? test.Name, faults);
                }

                faults.Add(new(NameOf(test), column, why, null));
            }
            catch (Exception e)
            {
                faults.Add(new(NameOf(test), column, $"threw {e.GetType().Name}: {e.Message}", e));
            }
        }

        return None with { Faults = faults };
    }

    /// <summary>The faults in words.</summary>
    public IEnumerable<string> Remarks => Faults.Select(f => $"The test '{f.Test}' of column '{f.Column}' {f.Why.TrimEnd('.')}; {(Test == ColumnDrift.NotCompared ? "nothing" : $"'{Test}'")} compared it.");

    // What is chosen for a column is often what is chosen for all.
    private static bool WasAsked<TTest>(ReadOnlySpan<TTest> before, TTest test)
    {
        foreach (TTest one in before)
        {
            if (ReferenceEquals(one, test))
            {
                return true;
            }
        }

        return false;
    }

    private static string? Impossible(DriftEvidence found) =>
        found.PValue is not (>= 0 and <= 1) ? string.Create(CultureInfo.InvariantCulture, $"gave the p-value {found.PValue}, where 0 to 1 is expected")
        : !double.IsFinite(found.Statistic) ? string.Create(CultureInfo.InvariantCulture, $"gave the statistic {found.Statistic}, where a finite number is expected")
        : null;

    private static string NameOf(IDriftTest test)
    {
        try
        {
            return test.Name;
        }
        catch (Exception)
        {
            return test.GetType().Name;
        }
    }
}
