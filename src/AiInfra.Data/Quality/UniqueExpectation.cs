using AiInfra.Core.Rows;
using AiInfra.Data.Cleaning;

namespace AiInfra.Data.Quality;

internal sealed class UniqueExpectation(string column, FailedRow onFailure, double mostly, int maxKeys) : Expectation($"unique({column})", column, onFailure, mostly)
{
    internal override ExpectationCheck Begin() => new Check(Column!, maxKeys);

    private sealed class Check(string column, int maxKeys) : ExpectationCheck
    {
        private readonly SeenRows _seen = new([column], maxKeys);

        public override void Find(RowBatch batch, Span<bool> failed)
        {
            ColumnData data = batch[column];
            _seen.Find(batch, failed);
            for (int i = 0; i < data.Count; i++)
            {
                failed[i] &= !data.IsMissing(i);
            }
        }

        public override string Describe(RowBatch batch, int row) => $"'{column}' is expected to be unique, '{batch[column][row]}' was there before";
    }
}
