using AiInfra.Core.Rows;

namespace AiInfra.Data.Quality;

/// <summary>An expectation of each value as text, asked once for every distinct text: one of a set, or matching a pattern.</summary>
internal sealed class TextExpectation(string kind, string column, Func<string, bool> holds, string expected, FailedRow onFailure, double mostly)
    : Expectation($"{kind}({column})", column, onFailure, mostly)
{
    internal override ExpectationCheck Begin() => new Check(Column!, holds, expected);

    private sealed class Check(string column, Func<string, bool> holds, string expected) : ExpectationCheck
    {
        private readonly List<bool> _known = [];
        private IReadOnlyList<string>? _texts;

        public override void Find(RowBatch batch, Span<bool> failed)
        {
            ColumnData data = batch[column];
            if (data is not TextColumn texts)
            {
                for (int i = 0; i < data.Count; i++)
                {
                    failed[i] = data[i] is { IsMissing: false } value && !holds(value.AsText()!);
                }

                return;
            }

            if (!ReferenceEquals(texts.Texts, _texts))
            {
                _known.Clear();
                _texts = texts.Texts;
            }

            ReadOnlySpan<int> codes = texts.Codes;
            for (int i = 0; i < codes.Length; i++)
            {
                int code = codes[i];
                while (code >= _known.Count)
                {
                    _known.Add(!holds(_texts[_known.Count]));
                }

                failed[i] = code >= 0 && _known[code];
            }
        }

        public override string Describe(RowBatch batch, int row)
        {
            string found = batch[column][row].ToString();
            return $"'{column}' is expected {expected}, '{(found.Length > 100 ? found[..99] + "…" : found)}' was found";
        }
    }
}
