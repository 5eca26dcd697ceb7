using System.Globalization;
using System.Runtime.CompilerServices;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;

namespace AiInfra.Outside.Tests.Ingestion;

/// <summary>A change log in memory, as a database or a broker has one: entries have rising numbers, and a reading may begin behind any of them.</summary>
internal sealed class ChangeLogSource(IReadOnlyList<Change> log, RequestedKinds? kinds = null) : IResumableSource
{
    private const string Format = "change-log/1";
    private const int BatchRows = 3;

    public string Name => "memory://changes";

    public long? Length => null;

    /// <summary>After how many entries of a reading the connection breaks.</summary>
    public int? BreaksAfter { get; init; }

    // The amounts are texts in the log; a number, where somebody asks for one.
    private RowSchema Schema { get; } = new([
        new Column("sequence", ValueKind.Number), new Column("customer", ValueKind.Text), new Column("message", ValueKind.Text), new Column("amount", kinds?.KindOf("amount") ?? ValueKind.Text)]);

    public ValueTask<RowSchema> GetSchemaAsync(CancellationToken cancellationToken = default) => new(Schema);

    public IRowSource WithKinds(RequestedKinds asked) => new ChangeLogSource(log, asked) { BreaksAfter = BreaksAfter };

    public IAsyncEnumerable<SourceBatch> ReadAsync(CancellationToken cancellationToken = default) => ReadFromAsync(null, cancellationToken);

    public async IAsyncEnumerable<SourceBatch> ReadFromAsync(SourcePosition? position, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long after = position is null ? 0 : long.Parse(position.Require(Format, Name), CultureInfo.InvariantCulture);
        int read = 0;
        foreach (Change[] entries in log.Where(c => c.Sequence > after).Chunk(BatchRows))
        {
            await Task.Yield();
            var rows = new RowBatchBuilder(Schema);
            var rejected = new List<RejectedRow>();
            foreach (Change entry in entries)
            {
                if (read++ == BreaksAfter)
                {
                    throw new IngestionException($"{Name} broke off behind entry {entry.Sequence - 1}.");
                }

                if (TryAmount(entry.Amount, out Value amount))
                {
                    rows.Add([Value.Of(entry.Sequence), Value.Of(entry.Customer), Value.Of(entry.Message), amount], entry.Sequence);
                }
                else
                {
                    rejected.Add(new RejectedRow(Name, entry.Sequence, "amount", RejectReason.WrongKind, $"a number is expected, '{entry.Amount}' was found", entry.ToString()));
                }
            }

            yield return new SourceBatch(rows.Build(), rejected, 0) { Position = new SourcePosition(Format, entries[^1].Sequence.ToString(CultureInfo.InvariantCulture)) };
        }
    }

    private bool TryAmount(string? text, out Value amount)
    {
        amount = Value.Of(text);
        return text is null || Schema.Columns[3].Kind != ValueKind.Number || (kinds!.HoldsDigits("amount") && Value.TryNumber(text, out amount))
            || (double.TryParse(text, CultureInfo.InvariantCulture, out double number) && !(amount = Value.Of(number)).IsMissing);
    }
}
