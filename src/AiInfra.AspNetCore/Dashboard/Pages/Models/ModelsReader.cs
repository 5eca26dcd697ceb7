using AiInfra.Core.Catalog;

namespace AiInfra.AspNetCore.Dashboard.Pages.Models;

/// <summary>Reads the registry, a page at a time.</summary>
internal sealed class ModelsReader(ICatalog catalog)
{
    private const int MostEdges = 100;

    public Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken) => catalog.Models.ListAsync(cancellationToken);

    /// <summary>A model with a page of its versions and of its audit.</summary>
    /// <exception cref="CatalogNotFoundException">There is no such model.</exception>
    public async Task<ModelDetail> ModelAsync(string name, int rows, int? versionsBefore, long? auditBefore, CancellationToken cancellationToken)
    {
        IReadOnlyList<ModelVersion> page = await catalog.Models.VersionsAsync(name, rows + 1, versionsBefore, cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<string, int> aliases = await catalog.Models.AliasesAsync(name, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<AliasMove> audit = await catalog.Models.AuditAsync(name, rows + 1, auditBefore, cancellationToken).ConfigureAwait(false);
        if (page.Count == 0 && audit.Count == 0 && !(await NamesAsync(cancellationToken).ConfigureAwait(false)).Contains(name))
        {
            throw new CatalogNotFoundException($"The registry has no model '{name}'.");
        }

        var shown = page.Take(rows).ToList();
        int? newest = versionsBefore is null ? page.Count == 0 ? null : page[0].Version : null;
        if (versionsBefore is null)
        {
            // A version that plays a part is shown however old it is.
            foreach (int version in aliases.Values.Distinct().Where(v => shown.All(s => s.Version != v)).OrderDescending())
            {
                if (await catalog.Models.FindAsync(name, version, cancellationToken).ConfigureAwait(false) is { } old)
                {
                    shown.Add(old);
                }
            }
        }

        var card = new ModelCard(
            name, newest, [.. shown.Select(v => Row(v, aliases))], [.. audit.Take(rows).Select(m => new AuditRow(m.Id, m.At, m.Alias, m.From, m.To, m.Actor, m.Reason))]);
        return new ModelDetail(card, page.Count > rows ? page[rows - 1].Version : null, audit.Count > rows ? audit[rows - 1].Id : null);
    }

    /// <summary>A version with what it came from and what came from it.</summary>
    /// <exception cref="CatalogNotFoundException">There is no such version.</exception>
    public async Task<VersionDetail> VersionAsync(string name, int number, CancellationToken cancellationToken)
    {
        ModelVersion version = await catalog.Models.FindAsync(name, number, cancellationToken).ConfigureAwait(false)
            ?? throw new CatalogNotFoundException($"Model '{name}' has no version {number}.");
        var node = LineageNode.ModelVersion(name, number);
        IReadOnlyDictionary<string, int> aliases = await catalog.Models.AliasesAsync(name, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<LineageEdge> from = await catalog.Lineage.UpstreamAsync(node, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<LineageEdge> to = await catalog.Lineage.DownstreamAsync(node, cancellationToken).ConfigureAwait(false);
        return new VersionDetail(name, Row(version, aliases), Rows(from), Rows(to), Math.Max(0, from.Count - MostEdges) + Math.Max(0, to.Count - MostEdges));
    }

    private static LineageRow[] Rows(IReadOnlyList<LineageEdge> edges) => [.. edges.Take(MostEdges).Select(e => new LineageRow(e.From.Kind, e.From.Id, e.Role, e.To.Kind, e.To.Id))];

    private static RegisteredRow Row(ModelVersion v, IReadOnlyDictionary<string, int> aliases) => new(
        v.Version, [.. aliases.Where(a => a.Value == v.Version).Select(a => a.Key).Order(StringComparer.Ordinal)], v.RegisteredAt, v.Metrics, v.Tags, v.RunId, v.DatasetCommitId,
        v.Files.ToDictionary(f => f.Key, f => f.Value.ToString()));
}
