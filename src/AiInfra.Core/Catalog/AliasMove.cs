namespace AiInfra.Core.Catalog;

/// <summary>One move of an alias, as asked for and as kept in the audit.</summary>
/// <param name="Model">Model.</param>
/// <param name="Alias">Alias, for example "champion".</param>
/// <param name="From">Version before, null when the alias was not set.</param>
/// <param name="To">Version after, null when the alias is removed.</param>
/// <param name="Actor">Who: a person, or the part of the system that decided.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Id">Given by the store, ascending; zero in a move about to be made.</param>
public sealed record AliasMove(string Model, string Alias, int? From, int? To, string Actor, string Reason, DateTimeOffset At, long Id = 0);
