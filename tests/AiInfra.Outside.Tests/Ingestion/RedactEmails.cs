using System.Text.RegularExpressions;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;

namespace AiInfra.Outside.Tests.Ingestion;

/// <summary>Takes e-mail addresses out of a column's texts. A row whose text is nothing else is left out.</summary>
internal sealed partial class RedactEmails(string column) : IIngestionStep
{
    public string Name => "redact-emails";

    public string Version => $"1: {column}";

    public IReadOnlyList<string> Reads => [column];

    public IIngestionStepRun Begin(IngestionStepContext context) => new Run(column, context);

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.[\w.-]+")]
    private static partial Regex Address();

    private sealed class Run(string column, IngestionStepContext context) : IIngestionStepRun
    {
        public ValueTask<RowBatch> ApplyAsync(RowBatch rows, CancellationToken cancellationToken)
        {
            string?[] texts = rows.Texts(column);
            bool[] gone = new bool[rows.Count];
            int changed = 0;
            for (int row = 0; row < texts.Length; row++)
            {
                if (texts[row] is { } text && Address().IsMatch(text))
                {
                    texts[row] = Address().Replace(text, "[e-mail]");
                    gone[row] = texts[row] == "[e-mail]";
                    changed += gone[row] ? 0 : 1;
                }
            }

            context.Change("redacted", changed);
            context.Drop("only-personal", gone.Count(g => g));
            var columns = rows.Columns.ToArray();
            columns[rows.Schema.Require(column)] = TextColumn.Of(texts);
            return new(new RowBatch(rows.Schema, columns) { Lines = rows.Lines }.Without(gone));
        }
    }
}
