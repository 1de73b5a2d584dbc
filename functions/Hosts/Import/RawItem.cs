using Automation.Flow;

namespace Automation.Hosts.Import;

/// <summary>One line of CSV or one item of JSON, before its values are checked.</summary>
/// <param name="Line">The line on which it begins, or the item's number, from 1.</param>
/// <param name="Problem">Why it could not be read at all; its field is then the place.</param>
/// <param name="IsHeader">A problem of the header line, which is no line of data.</param>
internal sealed record RawItem(long Line, IReadOnlyList<RawField> Fields, FieldProblem? Problem = null, bool IsHeader = false);

/// <param name="Values">Empty to clear the field; null when it has a type that is no text and no list of texts.</param>
/// <param name="Found">What stood there, for messages.</param>
internal sealed record RawField(string Name, IReadOnlyList<string>? Values, string Found);

/// <summary>A problem of an import and where it is.</summary>
/// <param name="Line">Line of the CSV, from 1 with the header; or number of the JSON item, from 1.</param>
internal sealed record ImportProblem(long Line, string Field, string Found, string Accepted);
