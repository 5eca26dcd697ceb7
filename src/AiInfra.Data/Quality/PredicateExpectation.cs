using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Quality;

/// <summary>A predicate of the user's over whole records.</summary>
internal sealed class PredicateExpectation<T>(string name, Func<T, bool> holds, IRecordCodec<T> codec, FailedRow onFailure, double mostly) : Expectation(name, null, onFailure, mostly)
{
    internal override ExpectationCheck Begin() => new Check(Name, holds, codec);

    private sealed class Check(string name, Func<T, bool> holds, IRecordCodec<T> codec) : ExpectationCheck
    {
        private string? _thrown;

        public override void Find(RowBatch batch, Span<bool> failed)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                try
                {
                    failed[i] = !holds(codec.Read(batch, i));
                }
                catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
                {
                    // A predicate that cannot be answered is not fulfilled; the report says why.
                    failed[i] = true;
                    _thrown ??= $"{e.GetType().Name}: {e.Message}";
                }
            }
        }

        public override string Describe(RowBatch batch, int row) => _thrown is null ? $"'{name}' does not hold" : $"'{name}' does not hold (at least once the predicate threw {_thrown})";
    }
}
