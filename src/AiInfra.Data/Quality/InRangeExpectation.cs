using System.Globalization;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Quality;

internal sealed class InRangeExpectation(string column, Value low, Value high, FailedRow onFailure, double mostly) : Expectation($"in-range({column})", column, onFailure, mostly)
{
    internal override ExpectationCheck Begin() => new Check(Column!, low, high);

    private sealed class Check(string column, Value low, Value high) : ExpectationCheck
    {
        public override void Find(RowBatch batch, Span<bool> failed)
        {
            switch (batch[column])
            {
                case NumberColumn numbers when low.Kind == ValueKind.Number:
                    Find(numbers.Values, low.AsNumber(), high.AsNumber(), failed);
                    break;
                case InstantColumn instants when low.Kind == ValueKind.Instant:
                    Find(instants.Ticks, low.AsInstant().Ticks, high.AsInstant().Ticks, failed);
                    break;
                case ColumnData other:
                    throw new ArgumentException($"Expectation in-range({column}) is of {low.Kind.ToString().ToLowerInvariant()} values; column '{column}' holds {other.Kind.ToString().ToLowerInvariant()} values.");
            }
        }

        public override string Describe(RowBatch batch, int row) =>
            string.Create(CultureInfo.InvariantCulture, $"'{column}' is expected from {low} to {high}, {batch[column][row]} was found");

        private static void Find(ReadOnlySpan<double> values, double low, double high, Span<bool> failed)
        {
            for (int i = 0; i < values.Length; i++)
            {
                // False for NaN: a missing value is another expectation's business.
                failed[i] = values[i] < low | values[i] > high;
            }
        }

        private static void Find(ReadOnlySpan<long> ticks, long low, long high, Span<bool> failed)
        {
            for (int i = 0; i < ticks.Length; i++)
            {
                failed[i] = ticks[i] != InstantColumn.MissingTicks && (ticks[i] < low || ticks[i] > high);
            }
        }
    }
}
