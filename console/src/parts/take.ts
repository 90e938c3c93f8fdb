/** The first of a list that comes page by page: no page is asked for that is not needed. */
export async function take<Item>(list: AsyncGenerator<Item>, most: number): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const item of list) {
    items.push(item);
    if (items.length >= most) break;
  }
  return items;
}
