using AiInfra.Core.Rows;

namespace AiInfra.Data.Quality;

internal sealed class NotNullExpectation(string column, FailedRow onFailure, double mostly) : Expectation($"not-null({column})", column, onFailure, mostly)
{
    internal override ExpectationCheck Begin() => new Check(Column!);

    private sealed class Check(string column) : ExpectationCheck
    {
        public override void Find(RowBatch batch, Span<bool> failed)
        {
            ColumnData data = batch[column];
            if (data is NumberColumn numbers)
            {
                ReadOnlySpan<double> values = numbers.Values;
                for (int i = 0; i < values.Length; i++)
                {
                    failed[i] = double.IsNaN(values[i]);
                }

                return;
            }

            for (int i = 0; i < data.Count; i++)
            {
                failed[i] = data.IsMissing(i);
            }
        }

        public override string Describe(RowBatch batch, int row) => $"a value is expected in '{column}', none was found";
    }
}
